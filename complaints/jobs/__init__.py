"""What is done without anybody asking: one module for each job.

Jobs hold no key; they see numbers, hashes and names of sealed files.
"""
