"""The confined child process in which files of strangers are taken apart.

Nothing of the service is imported here. A file comes in on standard input, what was
made of it goes out on standard output, and there is nothing else the child can reach.
"""
