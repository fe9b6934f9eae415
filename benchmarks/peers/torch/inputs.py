"""The numbers that every system computes with: the same bits as ../../src/inputs.ts."""

import torch

MASK = 0xFFFFFFFF
TREE_STREAM = 1_000_000


def hash_of(index, stream):
    """A well-mixed unsigned 32-bit number; `index` is an int or a tensor of int64, whose products wrap as they should."""
    x = (index * 0x9E3779B1 + stream * 0x85EBCA77) & MASK
    x = ((x ^ (x >> 15)) * 0x2C1B3C6D) & MASK
    x = ((x ^ (x >> 12)) * 0x297A2D39) & MASK
    return x ^ (x >> 15)


def size_of(shape):
    size = 1
    for each in shape:
        size *= each
    return size


def uniform(shape, stream, scale=1.0, dtype=torch.float32):
    bits = hash_of(torch.arange(size_of(shape), dtype=torch.int64), stream) >> 8
    return ((bits.to(torch.float64) / 2**23 - 1) * scale).to(dtype).reshape(shape)


def labels(count, classes, stream):
    bits = hash_of(torch.arange(count, dtype=torch.int64), stream) >> 8
    return (bits * classes) >> 24


def parameter_stream(tensor):
    return tensor


def input_stream(number, tensor):
    return 16 * (number + 1) + tensor


def mlp_parameters(sizes):
    """(shape, scale, stream) of weight and bias of each layer."""
    specs = []
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        scale = 1 / inputs**0.5
        specs.append(((outputs, inputs), scale, parameter_stream(2 * layer)))
        specs.append(((outputs,), scale, parameter_stream(2 * layer + 1)))
    return specs


def tree_splits(leaves, turn):
    """How many leaves go to the left at each inner node, in preorder."""
    splits = []
    pending = [leaves]
    while pending:
        size = pending.pop()
        if size == 1:
            continue
        left = 1 + (hash_of(len(splits), TREE_STREAM + turn) >> 8) % (size - 1)
        splits.append(left)
        pending += [size - left, left]
    return splits


def checksum(*tensors):
    total = 0.0
    for tensor in tensors:
        flat = tensor.detach().reshape(-1).to(torch.float64)
        weights = 1 + torch.arange(flat.numel(), dtype=torch.int64) % 7
        total += float((flat * flat * weights).sum())
    return total
