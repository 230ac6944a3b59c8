"""A deposit: a release with its instruments, a report on the method, checksums and how it is to be cited."""
