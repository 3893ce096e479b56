"""How long each command may take: the table of seconds that fixes write.

A limit is there to end what hangs, not what is slow, so each number is a multiple of what the
command takes on a busy machine. What may rightly run for any time (`sleep`, `tail`, `rsync`,
`ffmpeg`, `python`, a program of one's own) is not in the table: the setting `timeout` is for that.
"""

from collections.abc import Iterable

from flake8_automation.settings import Settings

_BY_SECONDS = {
    # tells what this machine knows, or changes one thing on it
    60: """
        basename cat chmod date df dirname dpkg-query echo file getconf getent hostname id ip kill
        ldconfig ldd ln locale ls lsb_release mkdir mktemp nproc pgrep pkg-config printf ps pwd
        readlink realpath rmdir stat stty sw_vers sysctl tasklist taskkill touch tput tty uname
        uptime wc where which whoami
    """,
    # one exchange with a server, one file, or one repository
    300: """
        black cc clang curl dig flake8 gcc gh git gpg hg host isort launchctl mypy nslookup openssl
        ping protoc ruff scp service shellcheck ssh ssh-keygen svn systemctl tar unzip venv
        virtualenv wget zip
    """,
    # fetches packages and all that these need, and unpacks or builds some of them
    900: """
        apk apt apt-get brew bundle composer dnf gem npm pacman pdm pip pipenv pipx pnpm poetry
        pre-commit uv yarn yum zypper
    """,
    # compiles, tests, packs or brings into service a whole project
    1800: """
        bazel build cargo cmake conda coverage docker docker-compose go gradle gradlew helm kubectl
        make mamba meson mvn mvnw ninja nox podman pytest sphinx-build terraform tox trial unittest
    """,
}
SECONDS = {name: seconds for seconds, names in _BY_SECONDS.items() for name in names.split()}


def seconds_for(settings: Settings, commands: Iterable[tuple[str, ...]]) -> int:
    """The limit that suffices for each of these commands, in seconds.

    A command is the names by which it may be known, the more telling one first; no name, or none
    that a table has, stands for a command of which nothing is known. The table of the user wins,
    and the one here never gives more than the setting `timeout`.
    """
    own = dict(settings.timeouts)
    most = settings.timeout

    def limit(names: tuple[str, ...]) -> int:
        for name in names:
            if name in own:
                return own[name]
            if name in SECONDS:
                return min(SECONDS[name], most)
        return most

    return max(map(limit, commands), default=most)
