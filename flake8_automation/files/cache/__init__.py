"""What is known of files since earlier runs, so that what has not changed is not judged again.

`judging` asks and keeps; a `table` is what is kept, `rows` are the results in it, `kind` says which
runs may share one, `folder` is where it stands. Nothing here ever changes a result: whatever goes
wrong, files are judged as if there were no cache.
"""
