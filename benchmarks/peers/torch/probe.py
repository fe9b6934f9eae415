"""Prints what PyTorch is made of, as JSON; fails where there is none."""

import ctypes
import json
import platform

import torch


def openblas():
    """The library that PyTorch loaded and the kernels that it chose for this processor, or None if it is another one."""
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
        return library, name().decode()
    return None


versions = {"torch": torch.__version__, "python": platform.python_version()}
library, core = openblas() or (None, None)
if core is not None:
    versions["openblasCore"] = core
print(json.dumps({"versions": versions, "blasLibrary": library}))
