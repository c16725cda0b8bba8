"""Give up everything that taking a file apart does not need, before it is read.

Three walls, each enough on its own against what it stands for: limits of the kernel on
memory, time, files and processes; a network of its own with nothing in it, where the
kernel allows it; and a filter that leaves only the calls for memory, time and the three
pipes. The filter is what must hold: a limit on open handles alone would not, because who closes
one of the three pipes may open a socket in its place. Without it the child does not begin.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
from typing import Final

_NOBODY: Final = 65534
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SET_FILTER, _MODE_FILTER = 38, 22, 2

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ANSWER = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_MACHINE, _AT_FIRST_ARGUMENT = 0, 4, 16
_OTHER_TABLE: Final = 0x40000000
_THREAD: Final = 0x00010000

_CALLS: Final = {
    "x86_64": (
        0xC000003E,
        (56, 435),
        # read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask
        # rt_sigreturn readv writev sched_yield mremap madvise nanosleep getpid exit gettimeofday
        (
            *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 35, 39, 60, 96),
            # sysinfo times sigaltstack gettid time futex sched_getaffinity clock_gettime
            # clock_getres clock_nanosleep exit_group set_robust_list getrandom membarrier rseq
            *(99, 100, 131, 186, 201, 202, 204, 228, 229, 230, 231, 273, 318, 324, 334),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (220, 435),
        (
            *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 65, 66, 124, 216, 233, 101),
            *(172, 93, 169, 179, 153, 132, 178, 98, 123, 113, 114, 115, 94, 99, 278, 283, 293),
        ),
    ),
}
"""By machine: its mark, the calls clone and clone3, and the calls that are left."""


class CannotConfine(Exception):
    """The kernel or the machine offers no filter of calls, so no file is opened here."""


def confine(memory: int, seconds: int, *, threads: bool = False) -> None:
    """Give up rights, network, files, processes; limit memory and time; filter all calls.

    :param threads: whether the decoder works in threads, which count as processes.
    :raises CannotConfine: the filter cannot be had.
    """
    leave_network()
    limit(memory, seconds, threads=threads)
    filter_calls()


def limit(memory: int, seconds: int, *, threads: bool) -> None:
    """Give up rights, and limit what is left of memory, time, files and processes."""
    if not threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    for each, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(each, (value, value))


def leave_network() -> bool:
    """Move into a network of one's own; return whether the kernel allowed it."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = _NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK
    return bool(libc.unshare(flags) == 0)


def filter_calls() -> None:
    """Leave only the calls that memory, time and the pipes need; every other one is refused.

    :raises CannotConfine: an unknown machine, or a kernel without filters.
    """
    if platform.machine() not in _CALLS:
        raise CannotConfine
    program = _program(*_CALLS[platform.machine()])
    room = ctypes.create_string_buffer(program, len(program))
    libc = ctypes.CDLL(None, use_errno=True)
    given = _Program(len(program) // 8, ctypes.addressof(room))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise CannotConfine
    if libc.prctl(_SET_FILTER, _MODE_FILTER, ctypes.byref(given), 0, 0) != 0:
        raise CannotConfine


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _program(mark: int, clones: tuple[int, int], allowed: tuple[int, ...]) -> bytes:
    """Return the filter in the kernel's own small language.

    A new process is refused, a new thread is not; of the newer call for both, whose
    arguments no filter can read, it is said that this kernel has none.
    """
    clone, clone3 = clones
    refuse = _ANSWER | errno.EPERM
    steps = [
        (_LOAD, 0, 0, _AT_MACHINE),
        (_EQUAL, 1, 0, mark),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 0, 1, _OTHER_TABLE),
        (_RETURN, 0, 0, refuse),
    ]
    for number in allowed:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps += [
        (_EQUAL, 0, 1, clone3),
        (_RETURN, 0, 0, _ANSWER | errno.ENOSYS),
        (_EQUAL, 0, 4, clone),
        (_LOAD, 0, 0, _AT_FIRST_ARGUMENT),
        (_AND, 0, 0, _THREAD),
        (_EQUAL, 0, 1, _THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
