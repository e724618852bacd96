"""Runs a program that uses NautilusTrader's all-Rust engine with the engine's logging really off.

The engine of 1.231 still writes thousands of lines when only its own `bypass_logging` is set; told through
its logger as well, it writes none. So the peer is measured without that cost.

    python quiet_nautilus.py PROGRAM [ARGUMENT …]
"""

import os
import runpy
import sys

from nautilus_trader.core.nautilus_pyo3 import backtest, common

configuration = backtest.BacktestEngineConfig


def quiet(**settings):
    return configuration(logging=common.LoggerConfig(bypass_logging=True), **settings)


backtest.BacktestEngineConfig = quiet
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
runpy.run_path(sys.argv[0], run_name="__main__")
