"""The rules. Each is a module and a page of the same name; `registry` finds them by folder."""
