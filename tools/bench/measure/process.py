"""Starts one process, waits for it, and takes the numbers out of what it prints."""

import os
import signal
import subprocess
import time


class Failed(Exception):
    """A program that was to be measured did not do its work."""


def call(words, timeout=300, environment=None, folder=None, status=0):
    """What a process printed, and its seconds of wall time.

    Kills it and what it started when it takes longer than `timeout` seconds, or when we are interrupted.
    """
    variables = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **(environment or {}))
    began = time.monotonic()
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, env=variables, cwd=folder, start_new_session=True) as child:
        try:
            out, err = child.communicate(timeout=timeout)
        except BaseException as reason:
            # Its session is its own, so nobody else's process is in the group.
            os.killpg(child.pid, signal.SIGKILL)
            if isinstance(reason, subprocess.TimeoutExpired):
                raise Failed(f"{os.path.basename(words[0])} took longer than {timeout} s") from None
            raise
        seconds = time.monotonic() - began
    if child.returncode != status:
        last = (err.strip() or out.strip() or "it said nothing").splitlines()[-1]
        raise Failed(f"{os.path.basename(words[0])} ended with {child.returncode}: {last}")
    return out, seconds


def watched(words, timeout=300):
    """The most anonymous memory that a process was seen to have, in KiB."""
    most = 0
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        ends = time.monotonic() + timeout
        while child.poll() is None:
            if time.monotonic() > ends:
                child.kill()
                raise Failed(f"{os.path.basename(words[0])} took longer than {timeout} s")
            try:
                with open(f"/proc/{child.pid}/status", encoding="ascii") as status:
                    most = max([most, *(int(line.split()[1]) for line in status if line.startswith("RssAnon:"))])
            except FileNotFoundError:
                break
            time.sleep(0.01)
    if child.returncode != 0:
        raise Failed(f"{os.path.basename(words[0])} ended with {child.returncode}")
    return most


def fields(text, start=""):
    """The `name=value` words of each line that begins with `start`, numbers as numbers."""
    found = []
    for line in text.splitlines():
        if not line.startswith(start):
            continue
        values = {}
        for word in line.split():
            name, equals, value = word.partition("=")
            if equals:
                try:
                    values[name] = float(value)
                except ValueError:
                    values[name] = value
        found.append(values)
    return found
