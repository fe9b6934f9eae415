"""Prints what PyTorch is made of, as JSON; fails where there is none."""

import ctypes
import json
import platform

import torch


def openblas_core():
    """The kernels that OpenBLAS chose for this processor, or None where PyTorch has another library."""
    try:
        with open("/proc/self/maps") as maps:
            libraries = {line.split()[-1] for line in maps if "blas" in line}
    except OSError:
        return None
    for library in sorted(libraries):
        try:
            name = ctypes.CDLL(library).openblas_get_corename
        except (OSError, AttributeError):
            continue
        name.restype = ctypes.c_char_p
        return name().decode()
    return None


versions = {"torch": torch.__version__, "python": platform.python_version()}
core = openblas_core()
if core is not None:
    versions["openblasCore"] = core
print(json.dumps(versions))
