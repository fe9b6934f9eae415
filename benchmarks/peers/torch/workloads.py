"""The workloads, written as a user of eager PyTorch would. Each class computes a problem: run(turn), then read()."""

import torch
from torch.nn import functional as F

from inputs import checksum, input_stream, labels, mlp_parameters, parameter_stream, tree_splits, uniform


class Gemm:
    def __init__(self, problem):
        n = problem["size"]
        dtype = getattr(torch, problem["dtype"])
        self.inputs = [
            tuple(uniform((n, n), input_stream(number, each), dtype=dtype) for each in range(2))
            for number in range(problem["sets"])
        ]

    def run(self, turn):
        a, b = self.inputs[turn % len(self.inputs)]
        self.product = a @ b

    def read(self):
        return {"product": checksum(self.product)}


class Perceptron(torch.nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = torch.nn.ModuleList(
            torch.nn.utils.skip_init(torch.nn.Linear, inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:])
        )
        with torch.no_grad():
            for parameter, (shape, scale, stream) in zip(self.parameters(), mlp_parameters(sizes)):
                parameter.copy_(uniform(shape, stream, scale))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return self.layers[-1](x)


def batches(problem):
    sizes, batch = problem["sizes"], problem["batch"]
    return [
        (
            uniform((batch, sizes[0]), input_stream(number, 0)),
            labels(batch, sizes[-1], input_stream(number, 1)),
        )
        for number in range(problem["sets"])
    ]


class Mlp:
    def __init__(self, problem):
        self.model = Perceptron(problem["sizes"])
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)
        self.inputs = batches(problem)

    def run(self, turn):
        x, y = self.inputs[turn % len(self.inputs)]
        self.loss = F.cross_entropy(self.model(x), y)
        self.optimizer.zero_grad(set_to_none=True)
        self.loss.backward()
        self.optimizer.step()

    def read(self):
        return {"loss": self.loss.item(), "weights": checksum(*self.model.parameters())}


class InferMlp:
    def __init__(self, problem):
        self.model = Perceptron(problem["sizes"]).eval()
        self.inputs = batches(problem)

    def run(self, turn):
        with torch.inference_mode():
            self.logits = self.model(self.inputs[turn % len(self.inputs)][0])

    def read(self):
        return {"logits": checksum(self.logits)}


class Hvp:
    def __init__(self, problem):
        self.model = Perceptron(problem["sizes"])
        self.parameters = list(self.model.parameters())
        specs = mlp_parameters(problem["sizes"])
        self.inputs = [
            (batch, [uniform(shape, input_stream(number, 2 + each)) for each, (shape, _, _) in enumerate(specs)])
            for number, batch in enumerate(batches(problem))
        ]

    def run(self, turn):
        (x, y), direction = self.inputs[turn % len(self.inputs)]
        loss = F.cross_entropy(self.model(x), y)
        gradient = torch.autograd.grad(loss, self.parameters, create_graph=True)
        self.product = torch.autograd.grad(gradient, self.parameters, grad_outputs=direction)

    def read(self):
        return {"product": checksum(*self.product)}


class Elementwise:
    def __init__(self, problem):
        self.inputs = [
            tuple(uniform((problem["elements"],), input_stream(number, each)) for each in range(3))
            for number in range(problem["sets"])
        ]
        for x, _, _ in self.inputs:
            x.requires_grad_()

    def run(self, turn):
        x, y, z = self.inputs[turn % len(self.inputs)]
        self.value = (torch.tanh(x * y + z) * x).sum()
        (self.gradient,) = torch.autograd.grad(self.value, x)

    def read(self):
        return {"value": self.value.item(), "gradient": checksum(self.gradient)}


class SoftmaxCe:
    def __init__(self, problem):
        rows, classes = problem["rows"], problem["classes"]
        self.inputs = [
            (
                uniform((rows, classes), input_stream(number, 0), 4).requires_grad_(),
                labels(rows, classes, input_stream(number, 1)),
            )
            for number in range(problem["sets"])
        ]

    def run(self, turn):
        logits, target = self.inputs[turn % len(self.inputs)]
        self.loss = F.cross_entropy(logits, target)
        (self.gradient,) = torch.autograd.grad(self.loss, logits)

    def read(self):
        return {"loss": self.loss.item(), "gradient": checksum(self.gradient)}


class Scalar:
    def __init__(self, problem):
        self.ops = problem["ops"]
        self.one = torch.tensor(1.0)
        offsets = [uniform((1,), input_stream(number, 0), 0.1, torch.float64) for number in range(problem["sets"])]
        self.inputs = [(0.5 + offset[0]).to(torch.float32).requires_grad_() for offset in offsets]

    def run(self, turn):
        a = self.inputs[turn % len(self.inputs)]
        s = self.one
        for _ in range(0, self.ops, 2):
            s = s * a + a
        self.value = s
        (self.derivative,) = torch.autograd.grad(s, a)

    def read(self):
        return {"value": self.value.item(), "derivative": self.derivative.item()}


class RnnSmall:
    def __init__(self, problem):
        self.steps, width = problem["steps"], problem["width"]
        self.weight = uniform((width, width), parameter_stream(0), 0.3).requires_grad_()
        self.inputs = [uniform((width, width), input_stream(number, 0)) for number in range(problem["sets"])]

    def run(self, turn):
        s = self.inputs[turn % len(self.inputs)]
        for _ in range(self.steps):
            s = torch.tanh(s @ self.weight)
        self.loss = s.square().mean()
        (self.gradient,) = torch.autograd.grad(self.loss, self.weight)

    def read(self):
        return {"loss": self.loss.item(), "gradient": checksum(self.gradient)}


class Dynamic:
    def __init__(self, problem):
        self.leaves, width = problem["leaves"], problem["width"]
        self.weight = uniform((width, 2 * width), parameter_stream(0), 0.25).requires_grad_()
        self.bias = uniform((width,), parameter_stream(1), 0.25).requires_grad_()
        self.inputs = [
            [row.reshape(1, width) for row in uniform((self.leaves, width), input_stream(number, 0))]
            for number in range(problem["sets"])
        ]
        self.trees = {}

    def arrange(self, first, count):
        self.trees = {turn: tree_splits(self.leaves, turn) for turn in range(first, first + count)}

    def run(self, turn):
        splits = iter(self.trees[turn])
        points = self.inputs[turn % len(self.inputs)]

        def subtree(first, size):
            if size == 1:
                return points[first]
            left = next(splits)
            children = torch.cat((subtree(first, left), subtree(first + left, size - left)), 1)
            return torch.tanh(F.linear(children, self.weight, self.bias))

        self.loss = subtree(0, self.leaves).square().mean()
        self.gradients = torch.autograd.grad(self.loss, (self.weight, self.bias))

    def read(self):
        return {"loss": self.loss.item(), "gradient": checksum(*self.gradients)}


WORKLOADS = {
    "gemm": Gemm,
    "mlp": Mlp,
    "elementwise": Elementwise,
    "softmax-ce": SoftmaxCe,
    "scalar": Scalar,
    "rnn-small": RnnSmall,
    "dynamic": Dynamic,
    "hvp": Hvp,
    "infer-mlp": InferMlp,
}
