"""What a measurement ran on and with."""

import ctypes
import ctypes.util
import os
import platform
import subprocess


def first_line(words):
    try:
        done = subprocess.run(words, capture_output=True, text=True)
    except OSError:
        return None
    text = (done.stdout or done.stderr).strip()
    return text.splitlines()[0] if done.returncode == 0 and text else None


def processor():
    """The model and the number of processors we may use."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as text:
            model = next((line.split(":", 1)[1].strip() for line in text if line.startswith("model name")), model)
    except OSError:
        pass
    flags = "with" if has_sha() else "without"
    return f"{model}, {len(os.sched_getaffinity(0))} processors, {flags} SHA instructions"


def has_sha():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as text:
            return " sha_ni" in text.read() or platform.machine() == "aarch64"
    except OSError:
        return False


def filesystem(folder):
    """The kind of file system that journals are written to."""
    found = first_line(["stat", "--file-system", "--format", "%T", folder])
    return found or "an unknown file system"


def library(name, function, takes=(), gives=ctypes.c_char_p):
    """What a C library says its version is."""
    path = ctypes.util.find_library(name)
    if not path:
        return None
    call = getattr(ctypes.CDLL(path), function)
    call.restype = gives
    return call(*takes).decode()


def versions():
    empty = ctypes.POINTER(ctypes.c_int)()
    found = [
        f"the machine: {processor()}, Linux {platform.release()}",
        first_line(["swift", "--version"]),
        first_line(["gcc", "--version"]),
        library("lmdb", "mdb_version", (empty, empty, empty)),
        library("crypto", "OpenSSL_version", (0,)),
    ]
    return [text for text in found if text]
