"""Builds and runs the peers of ../shared/peers, each if what it needs can be had."""

import glob
import json
import os
import shutil
import subprocess
import sys

from .process import Failed, call, fields

LIMITS = ["log_file", "log_lmdb", "hash_chain", "recover", "replay_limit"]


class Missing(Exception):
    """Why a peer is not available."""


class Peers:
    """What there is to compare with; every answer is a number, or `Missing` with the reason."""

    def __init__(self, source, built, environments, tell, wanted=True):
        self.source, self.built, self.environments, self.tell = source, built, environments, tell
        self.refusal = None
        if not wanted:
            self.refusal = "--no-peers"
        elif not os.path.isdir(source):
            self.refusal = "there is no ../shared/peers"
        self.pythons = {}
        self.limits = {name: self._make(name) for name in LIMITS}

    def _make(self, name):
        """Builds one program of C into our own folder; its path, or the reason as `Missing`."""
        if self.refusal:
            return Missing(self.refusal)
        for tool in ("make", "gcc"):
            if not shutil.which(tool):
                return Missing(f"{tool} is not installed")
        try:
            call(["make", "-C", self.source, f"B={self.built}", "CC=gcc", f"{self.built}/{name}"])
        except Failed:
            return Missing("gcc could not build it: are liblmdb-dev and libssl-dev installed?")
        return os.path.join(self.built, name)

    def limit(self, name, *words, timeout=300):
        """What one of the C programs printed."""
        program = self.limits[name]
        if isinstance(program, Missing):
            raise program
        return call([program, *[str(word) for word in words]], timeout)[0]

    def python(self, name, package, module, least, beside=()):
        """An interpreter with a package and others beside it, of `least` or newer; made once, and kept below .build/bench."""
        if self.refusal:
            raise Missing(self.refusal)
        if name not in self.pythons:
            try:
                self.pythons[name] = self._environment(name, package, module, least, beside)
            except Missing as reason:
                self.pythons[name] = reason
        found = self.pythons[name]
        if isinstance(found, Missing):
            raise found
        return found

    def _environment(self, name, package, module, least, beside):
        folder = os.path.join(self.environments, name)
        program, mark = os.path.join(folder, "bin", "python"), os.path.join(folder, "complete")
        if os.path.exists(mark):
            return program
        candidates = interpreters(least)
        if not candidates:
            raise Missing(f"no Python of {least[0]}.{least[1]} or newer was found")
        for interpreter in candidates:
            self.tell(f"making an environment with {package}: this asks pip, once")
            shutil.rmtree(folder, ignore_errors=True)
            try:
                call([interpreter, "-m", "venv", folder])
                call([program, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", package, *beside], 300)
                call([program, "-c", f"import {module}"])
            except Failed:
                continue
            with open(mark, "w", encoding="utf-8") as out:
                out.write("complete\n")
            return program
        shutil.rmtree(folder, ignore_errors=True)
        raise Missing(f"pip could not install {package} for any Python found")

    def prepare(self):
        """Makes the Python environments, so that no measurement waits for one."""
        for find in (self._rust_engine, self._newest_engine, self._hftbacktest):
            try:
                find()
            except Missing as reason:
                self.tell(f"peer not available: {reason}")

    def _rust_engine(self):
        return self.python("nautilus-rust", "nautilus_trader>=1.231",
                           "nautilus_trader.core.nautilus_pyo3", (3, 12))

    def _newest_engine(self):
        return self.python("nautilus2", "nautilus_trader==2.0.0rc7", "nautilus_trader.backtest", (3, 13),
                           beside=["numpy"])

    def nautilus2(self, ticks):
        """The rows of NautilusTrader 2.0's engine with its EMA cross of 600 and 1,200 quotes: orders, ticks a second."""
        out = call([self._newest_engine(), os.path.join(self.source, "bt_nautilus2.py"), ticks, "--fast", "600",
                    "--slow", "1200", "--repeats", "1"])[0]
        return json.loads(out.strip().splitlines()[-1])["rows"]

    def _cython_engine(self):
        return self.python("nautilus", "nautilus_trader<1.222", "nautilus_trader", (3, 11))

    def _hftbacktest(self):
        return self.python("hftbacktest", "hftbacktest", "hftbacktest", (3, 10))

    def versions(self):
        """What the Python peers ran in."""
        found = {name: path for name, path in self.pythons.items() if not isinstance(path, Missing)}
        return [f"{call([path, '--version'])[0].strip()} for {name}" for name, path in found.items()]

    def nautilus(self, ticks):
        """Quotes a second of NautilusTrader's newest engine that can be had, and what that is."""
        try:
            python = self._rust_engine()
        except Missing as newest:
            if self.refusal:
                raise
            python = self._cython_engine()
            out = call([python, os.path.join(self.source, "bt_nautilus.py"), ticks, "qema:600:1200"])[0]
            told = last(out, "nautilus ")
            return told, f"NautilusTrader {version(out)}, the Cython engine, since {newest}"
        quiet = os.path.join(os.path.dirname(os.path.abspath(__file__)), "quiet_nautilus.py")
        out = call([python, quiet, os.path.join(self.source, "bt_nautilus_rust.py"), ticks, "ema"])[0]
        return last(out, "nautilus-rust "), f"NautilusTrader {version(out)}, its all-Rust engine"

    def hftbacktest(self, ticks, repeats):
        """Quotes a second of hftbacktest, by mode, the first call of each left out."""
        python = self._hftbacktest()
        out = call([python, os.path.join(self.source, "bt_hft.py"), ticks, str(repeats + 1)])[0]
        lines = [told for told in fields(out, "hftbacktest ") if told["first_call"] == "False"]
        return [told for told in lines if told["mode"] == "feed"], f"hftbacktest {version(out)}"


def last(text, start):
    lines = fields(text, start)
    if not lines:
        raise Failed(f"no line of {start.strip()} was printed")
    return lines[-1]


def version(text):
    return next(line.split()[1] for line in reversed(text.splitlines()) if len(line.split()) > 2)


def interpreters(least):
    """Every Python of a version or newer: on the path, and pyenv's; the newest first."""
    names = [f"python3.{minor}" for minor in range(19, 9, -1)] + ["python3"]
    paths = [shutil.which(name) for name in names] + [sys.executable]
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    paths += glob.glob(os.path.join(root, "versions", "*", "bin", "python3"))
    found = {}
    for path in filter(None, paths):
        told = subprocess.run([path, "-c", "import sys; print(*sys.version_info[:3])"],
                              capture_output=True, text=True)
        numbers = tuple(int(number) for number in told.stdout.split())
        # A shim of pyenv answers with an error when no such version is chosen.
        if told.returncode == 0 and numbers[:2] >= least:
            found.setdefault(numbers, path)
    return [found[numbers] for numbers in sorted(found, reverse=True)]
