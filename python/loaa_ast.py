"""Look-Aside Adapters on Hugging Face's AST: what LoAA Playground exports, in PyTorch.

    import loaa_ast
    model = loaa_ast.load("folder of the bundle")
    model.predict("sound.wav")           # [(label, score), ...], best first

Needs torch, transformers and safetensors; sounds other than wav are read by soundfile, those in HDF5 files by h5py, where
they are installed.
`load` takes the backbone's weights from the bundle (base_model.safetensors), from the hub (adapter_config.json names the
repository and revision), or from `base=`: a weights file or folder in the naming of timm DeiT, Hugging Face DeiT, the AST
repository or Hugging Face AST. Its SHA-256 must be the one in the bundle.

Shapes: B batch, T frames, M mel bins, F x W patch grid (frequency x time), S = 2 class and distillation tokens,
N = S + F W tokens, d width, r bottleneck, C classes.
Sources: Yeo et al., "When Vision Models Meet Parameter Efficient Look-Aside Adapters Without Large-Scale Audio
Pretraining"; Gong et al. 2021 (AST); torchaudio.compliance.kaldi.fbank; torchaudio.functional.resample.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import ASTConfig, ASTForAudioClassification

PREFIX = "base_model.model."
HEAD_EPS = 1e-5  # torch.nn.LayerNorm's default, in AST's mlp_head; transformers would take the blocks' epsilon
MEL_BINS = 128
WEIGHTS, CONFIG, RUN, BASE = "adapter_model.safetensors", "adapter_config.json", "run.json", "base_model.safetensors"


# ---------------------------------------------------------------- sound to features


def read_sound(path, start: float | None = None, end: float | None = None) -> tuple[torch.Tensor, int]:
    """Mono samples in [-1, 1] and their rate; the stretch [start, end) in seconds where given."""
    if is_in_hdf5(path):
        return _read_hdf5(Path(path), start, end)
    channels, rate = _read_wav(path) if _is_riff(path) else _read_other(path)
    if start is not None:
        channels = channels[:, round(start * rate) : None if end is None else round(end * rate)]
    return torch.from_numpy(np.ascontiguousarray(channels.mean(0, dtype=np.float64), dtype=np.float32)), rate


def is_in_hdf5(path) -> bool:
    """Whether a path names a recording inside an HDF5 file, as in EPIC_audio.hdf5/P01_01."""
    file = Path(path).parent
    return file.suffix.lower() in (".hdf5", ".h5") and file.is_file()


def _read_hdf5(path: Path, start: float | None, end: float | None) -> tuple[torch.Tensor, int]:
    """A recording of EPIC_audio.hdf5, of which only the stretch is read: mono at 24 kHz, whole numbers of a full scale of 1."""
    try:
        import h5py
    except ImportError:
        raise ImportError(f"{path.parent}: install h5py to read it.") from None
    rate = 24000
    with h5py.File(path.parent, "r") as file:
        first = 0 if start is None else round(start * rate)
        samples = file[path.name][first : None if end is None else round(end * rate)]
    scale = 1.0 if samples.dtype.kind == "f" else 2.0 ** (1 - 8 * samples.dtype.itemsize)
    return torch.from_numpy((samples * scale).astype(np.float32)), rate


def _is_riff(path) -> bool:
    with open(path, "rb") as file:
        head = file.read(12)
    return head[:4] in (b"RIFF", b"RF64") and head[8:] == b"WAVE"


def _read_wav(path) -> tuple[np.ndarray, int]:
    """RIFF wave of 8 to 32 bit integers, 32 or 64 bit floats: [channels, samples], rate."""
    data = Path(path).read_bytes()
    at, form, body = 12, None, b""
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        if name == b"fmt ":
            form = struct.unpack("<HHIIHH", data[at + 8 : at + 24])
            if form[0] == 0xFFFE:  # extensible: the kind stands in the sub-format
                form = (struct.unpack("<H", data[at + 32 : at + 34])[0], *form[1:])
        if name == b"data":
            body = data[at + 8 : at + 8 + size]
            break
        at += 8 + size + size % 2
    if form is None:
        raise ValueError(f"{path} is no sound wav file.")
    kind, channels, rate, _, _, bits = form
    body = body[: len(body) - len(body) % (channels * bits // 8)]
    if kind == 3:
        samples = np.frombuffer(body, f"<f{bits // 8}").astype(np.float32)
    elif bits == 8:
        samples = (np.frombuffer(body, np.uint8).astype(np.float32) - 128) / 128
    elif bits == 24:
        wide = np.zeros((len(body) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(body, np.uint8).reshape(-1, 3)
        samples = (wide.view("<i4")[:, 0] / 2.0**31).astype(np.float32)
    else:
        samples = (np.frombuffer(body, f"<i{bits // 8}") / 2.0 ** (bits - 1)).astype(np.float32)
    return samples.reshape(-1, channels).T, rate


def _read_other(path) -> tuple[np.ndarray, int]:
    try:
        import soundfile
    except ImportError:
        raise ImportError(f"{path} is no wav file: install soundfile to read it.") from None
    samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    return samples.T, rate


def resample(wave: torch.Tensor, source: int, target: int) -> torch.Tensor:
    """[n] at `source` Hz to [ceil(target n / source)] at `target`: torchaudio's sinc_interp_hann, width 6, rolloff 0.99."""
    if source == target:
        return wave
    divisor = math.gcd(source, target)
    old, new = source // divisor, target // divisor
    base = min(old, new) * 0.99
    width = math.ceil(6 * old / base)
    index = torch.arange(-width, width + old, dtype=torch.float64)[None, None] / old
    t = torch.arange(0, -new, -1, dtype=torch.float64)[:, None, None] / new + index
    t = (t * base).clamp(-6, 6)
    window = torch.cos(t * math.pi / 6 / 2) ** 2
    kernel = torch.sinc(t) * window * (base / old)
    padded = F.pad(wave.double(), (width, width + old))
    out = F.conv1d(padded[None, None], kernel, stride=old)[0].T.reshape(-1)
    return out[: math.ceil(new * len(wave) / old)].float()


def _mel_banks() -> torch.Tensor:
    """Kaldi's 128 triangles over 20 .. 8000 Hz at 16 kHz, 512 points: [M, 257], nothing at Nyquist."""
    low, high = (1127.0 * math.log(1 + hz / 700.0) for hz in (20.0, 8000.0))
    step = (high - low) / (MEL_BINS + 1)
    bins = torch.arange(MEL_BINS)[:, None]
    left, centre, right = (low + (bins + i) * step for i in range(3))
    # Vectorised logarithms differ by a last digit from processor to processor, which weak bins beside loud ones show.
    mel = 1127.0 * (1.0 + 16000 / 512 * torch.arange(256)[None] / 700.0).double().log().float()
    weights = torch.minimum((mel - left) / (centre - left), (right - mel) / (right - centre)).clamp(min=0)
    return F.pad(weights, (0, 1))


def kaldi_fbank(wave: torch.Tensor) -> torch.Tensor:
    """AST's log-mel filterbank of 16 kHz samples: [1 + (n - 400) // 160, 128], as torchaudio.compliance.kaldi.fbank."""
    if len(wave) < 400:
        wave = F.pad(wave - wave.mean(), (0, 400 - len(wave)))
    frames = (wave - wave.mean()).unfold(0, 400, 160)
    frames = frames - frames.mean(1, keepdim=True)
    previous = F.pad(frames[:, None], (1, 0), mode="replicate")[:, 0, :-1]
    frames = (frames - 0.97 * previous) * torch.hann_window(400, periodic=False)
    power = (torch.fft.rfft(frames.double(), 512).abs() ** 2).float()  # PyTorch builds differ in their float32 FFT
    return (power @ _mel_banks().T).clamp(min=torch.finfo(torch.float32).eps).log()


def epic_log_mel(wave: torch.Tensor) -> torch.Tensor:
    """EPIC-SOUNDS' features of 24 kHz samples: [1 + n // 120, 128]; 10 ms Hann windows, HTK mel, log(x + 1e-6)."""
    padded = F.pad(wave, (120, 120))
    frames = padded.unfold(0, 240, 120) * torch.hann_window(240)
    magnitude = torch.fft.rfft(frames, 2048).abs()
    top = 2595 * math.log10(1 + 12000 / 700)
    corners = 700 * (10 ** (torch.linspace(0, top, MEL_BINS + 2, dtype=torch.float64) / 2595) - 1)
    hz = torch.arange(1025, dtype=torch.float64)[None] * 24000 / 2048
    left, centre, right = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    bank = torch.minimum((hz - left) / (centre - left), (right - hz) / (right - centre)).clamp(min=0).float()
    return (magnitude @ bank.T + 1e-6).log()


class FrontEnd:
    """Waveform to input, as a run's settings say."""

    RATES = {"ast": 16000, "epic": 24000}

    def __init__(self, run: dict, mean: float, std: float):
        self.run, self.mean, self.std = run, mean, std
        self.name, self.frames = run["frontEnd"], run["frames"]
        self.rate = self.RATES[self.name]
        self.window = 400 + 160 * (self.frames - 1) if self.name == "ast" else 120 * self.frames - 24
        self.windowed = run["crop"] == "random" or run["views"] > 1 or run["hop"] is not None

    def wave(self, path, start=None, end=None) -> torch.Tensor:
        """A file's mono samples at the front end's rate; only the beginning where windows are not cut from all of it."""
        wave, rate = read_sound(path, start, end)
        if not self.windowed:  # as the page does: no more is decoded than is heard, and a margin for the resampler
            wave = wave[: math.ceil((self.window / self.rate + 0.05) * rate)]
        wave = resample(wave, rate, self.rate)
        return wave if self.windowed else wave[: self.window]

    def fitted(self, wave: torch.Tensor) -> torch.Tensor:
        """Features of a waveform, cut or padded to T frames, not yet normalised: [T, M]."""
        features = kaldi_fbank(wave) if self.name == "ast" else epic_log_mel(wave)
        features = features[: self.frames]
        missing = self.frames - len(features)
        if missing == 0:
            return features
        tail = features[-1:] if self.name == "epic" else torch.zeros(1, MEL_BINS)
        return torch.cat([features, tail.expand(missing, -1)])

    def normalise(self, features: torch.Tensor) -> torch.Tensor:
        return (features - self.mean) / (2 * self.std)

    def windows(self, wave: torch.Tensor) -> list[torch.Tensor]:
        """The stretches of a clip that are evaluated; their scores are averaged."""
        if not self.windowed:
            return [wave]
        rest = max(0, len(wave) - self.window)
        if self.run["hop"] is None:
            views = self.run["views"]
            starts = sorted({i * rest // max(1, views - 1) for i in range(views)})
        else:
            hop = round(self.run["hop"] * self.rate / (100 if self.name == "ast" else 200))
            starts = sorted({*range(0, rest + 1, hop), rest})
        return [wave[start : start + self.window] for start in starts]

    def inputs(self, wave: torch.Tensor) -> torch.Tensor:
        """Every window of a clip as model input: [windows, T, M]."""
        return torch.stack([self.normalise(self.fitted(window)) for window in self.windows(wave)])


# ---------------------------------------------------------------- the backbone


def layers_of(model: ASTForAudioClassification) -> nn.ModuleList:
    """The transformer layers: `encoder.layer` in transformers 4, `layers` in 5."""
    ast = model.audio_spectrogram_transformer
    return ast.layers if hasattr(ast, "layers") else ast.encoder.layer


def _modules_of(layer: nn.Module) -> dict[str, nn.Module]:
    """A layer's modules by our names."""
    attention = layer.attention
    if hasattr(attention, "q_proj"):
        parts = (attention.q_proj, attention.k_proj, attention.v_proj, attention.o_proj, layer.mlp.fc1, layer.mlp.fc2)
    else:
        inner = attention.attention
        parts = (inner.query, inner.key, inner.value, attention.output.dense, layer.intermediate.dense, layer.output.dense)
    names = ("q", "k", "v", "proj", "fc1", "fc2")
    return {"norm1": layer.layernorm_before, "norm2": layer.layernorm_after, **dict(zip(names, parts))}


# Where each naming keeps a block's parts, and what stands before.
NAMINGS = [
    # (before all, before a block, {our part: theirs})
    ("", "blocks.", {"norm1": "norm1", "qkv": "attn.qkv", "proj": "attn.proj", "norm2": "norm2", "fc1": "mlp.fc1", "fc2": "mlp.fc2"}),
    ("", "encoder.layer.", {
        "norm1": "layernorm_before", "q": "attention.attention.query", "k": "attention.attention.key",
        "v": "attention.attention.value", "proj": "attention.output.dense", "norm2": "layernorm_after",
        "fc1": "intermediate.dense", "fc2": "output.dense"}),
    ("", "layers.", {
        "norm1": "layernorm_before", "q": "attention.q_proj", "k": "attention.k_proj", "v": "attention.v_proj",
        "proj": "attention.o_proj", "norm2": "layernorm_after", "fc1": "mlp.fc1", "fc2": "mlp.fc2"}),
]  # fmt: skip
OUTER = {
    "cls": ("cls_token", "embeddings.cls_token"),
    "dist": ("dist_token", "embeddings.distillation_token"),
    "pos": ("pos_embed", "embeddings.position_embeddings"),
    "patch.weight": ("patch_embed.proj.weight", "embeddings.patch_embeddings.projection.weight"),
    "patch.bias": ("patch_embed.proj.bias", "embeddings.patch_embeddings.projection.bias"),
    "norm.weight": ("norm.weight", "layernorm.weight"),
    "norm.bias": ("norm.bias", "layernorm.bias"),
}
WRAPPERS = ("", "module.", "v.", "module.v.", "deit.", "audio_spectrogram_transformer.")


def read_weights(path) -> dict[str, torch.Tensor]:
    """Tensors of a .safetensors or .pth file."""
    if str(path).endswith(".safetensors"):
        return load_file(str(path))
    state = torch.load(path, map_location="cpu", weights_only=True)
    return state.get("model", state.get("state_dict", state))


def canonical(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A checkpoint in our names, q, k and v apart and RGB kernels summed, whatever naming it came in."""
    for wrapper in WRAPPERS:
        for column in (0, 1):
            if wrapper + OUTER["pos"][column] not in state or wrapper + OUTER["dist"][column] not in state:
                continue
            out = {ours: state[wrapper + theirs[column]].float() for ours, theirs in OUTER.items()}
            out["patch.weight"] = out["patch.weight"].sum(1, keepdim=True)
            for _, before, parts in NAMINGS:
                i = 0
                while f"{wrapper}{before}{i}.{parts['norm1']}.weight" in state:
                    for ours, theirs in parts.items():
                        for kind in ("weight", "bias"):
                            value = state[f"{wrapper}{before}{i}.{theirs}.{kind}"].float()
                            if ours != "qkv":
                                out[f"blocks.{i}.{ours}.{kind}"] = value
                                continue
                            for name, third in zip("qkv", value.chunk(3)):
                                out[f"blocks.{i}.{name}.{kind}"] = third
                    i += 1
            return out
    raise ValueError("These weights are neither a DeiT with distillation token nor an AST.")


def adapt_positions(pos: torch.Tensor, source: tuple[int, int], target: tuple[int, int]) -> torch.Tensor:
    """Positions [1, 2 + f w, d] on another grid, as AST does: time first, then frequency; along each, centre crop where
    the grid is smaller, bilinear interpolation (align_corners=False) where it is larger."""
    (f, w), (new_f, new_w), d = source, target, pos.shape[2]
    grid = pos[:, 2:].reshape(1, f, w, d).permute(0, 3, 1, 2)
    if new_w < w:
        grid = grid[..., w // 2 - new_w // 2 :][..., :new_w]
    elif new_w > w:
        grid = F.interpolate(grid, size=(f, new_w), mode="bilinear")
    if new_f < f:
        grid = grid[:, :, f // 2 - new_f // 2 :][:, :, :new_f]
    elif new_f > f:
        grid = F.interpolate(grid, size=(new_f, new_w), mode="bilinear")
    return torch.cat([pos[:, :2], grid.permute(0, 2, 3, 1).reshape(1, new_f * new_w, d)], 1)


def build(settings: dict, base: dict[str, torch.Tensor]) -> ASTForAudioClassification:
    """transformers' AST with this backbone on the run's token grid; the head is untrained."""
    run, backbone, labels = settings["run"], settings["backbone"]["config"], settings["labels"]
    if backbone is None:
        raise ValueError("The adapter is of the page's first format, which does not tell its backbone: export it again.")
    patch = backbone["patch"]
    is_ast = backbone["prefixTokens"] == 2 and backbone["normOrder"] == "pre" and patch[0] == patch[1]
    if not is_ast or backbone["pooling"] != "prefix-mean":
        raise ValueError("transformers' AST cannot hold this backbone (see model_config.json): use the page's ONNX file.")
    config = ASTConfig(
        hidden_size=backbone["dim"],
        num_hidden_layers=backbone["depth"],
        num_attention_heads=backbone["heads"],
        intermediate_size=backbone["mlpDim"],
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        layer_norm_eps=backbone["blockEps"],
        patch_size=patch[0],
        frequency_stride=run["stride"][0],
        time_stride=run["stride"][1],
        max_length=run["frames"],
        num_mel_bins=MEL_BINS,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
        attn_implementation="sdpa",
    )
    model = ASTForAudioClassification(config)
    model.classifier.layernorm.eps = HEAD_EPS
    grid = tuple((size - patch[0]) // stride + 1 for size, stride in zip((MEL_BINS, run["frames"]), run["stride"]))
    own = dict(base, pos=adapt_positions(base["pos"], tuple(backbone["positionGrid"]), grid))
    with torch.no_grad():
        for name, parameter in backbone_parameters(model).items():
            parameter.copy_(own[name])
    return model


def backbone_parameters(model: ASTForAudioClassification) -> dict[str, nn.Parameter]:
    """The backbone's own parameters by our names, without head and without what a method added."""
    ast = model.audio_spectrogram_transformer
    e = ast.embeddings
    outer = (e.cls_token, e.distillation_token, e.position_embeddings)
    outer += (e.patch_embeddings.projection.weight, e.patch_embeddings.projection.bias)
    out = dict(zip(OUTER, (*outer, ast.layernorm.weight, ast.layernorm.bias)))
    for i, layer in enumerate(layers_of(model)):
        for name, module in _modules_of(layer).items():
            module = getattr(module, "base_layer", module)
            out[f"blocks.{i}.{name}.weight"], out[f"blocks.{i}.{name}.bias"] = module.weight, module.bias
    return out


# ---------------------------------------------------------------- what methods add


def kernel_extent(spec: dict) -> tuple[int, int]:
    """Taps along frequency and time: linear 1 x 1, time 1 x n, frequency n x 1, square n x n."""
    n = spec.get("size", 3)
    return {"linear": (1, 1), "time": (1, n), "frequency": (n, 1), "square": (n, n)}[spec["kernel"]]


class OverGrid(nn.Module):
    """A function of images for tokens: patches on the F x W grid, each of the S special tokens a grid of its own."""

    def __init__(self, grid: tuple[int, int]):
        super().__init__()
        self.grid = grid

    def image(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def forward(self, h: torch.Tensor) -> torch.Tensor:  # [B, N, d] -> [B, N, d]
        B, N, d = h.shape
        special = h[:, :2].reshape(B * 2, d, 1, 1)
        patches = h[:, 2:].transpose(1, 2).reshape(B, d, *self.grid)
        special = self.image(special).reshape(B, 2, d)
        return torch.cat([special, self.image(patches).flatten(2).transpose(1, 2)], 1)


class LookAside(OverGrid):
    """f(h U_down) U_up, equation (2): two bias-free convolutions with one kernel around a GELU."""

    def __init__(self, dim: int, bottleneck: int, kernel: tuple[int, int], grid: tuple[int, int]):
        super().__init__(grid)
        padding = (kernel[0] // 2, kernel[1] // 2)
        self.down = nn.Conv2d(dim, bottleneck, kernel, padding=padding, bias=False)
        self.up = nn.Conv2d(bottleneck, dim, kernel, padding=padding, bias=False)

    def image(self, x):
        return self.up(F.gelu(self.down(x)))


class Convpass(OverGrid):
    """s up(q(conv(q(down(h))))) with the quick GELU q. Source: Jie and Deng 2022; JieShibo/PETL-ViT, without dropout."""

    def __init__(self, dim: int, bottleneck: int, scale: float, grid: tuple[int, int]):
        super().__init__(grid)
        self.scale = scale
        self.adapter_down = nn.Linear(dim, bottleneck)
        self.adapter_conv = nn.Conv2d(bottleneck, bottleneck, 3, padding=1)
        self.adapter_up = nn.Linear(bottleneck, dim)

    def image(self, x):
        quick = lambda y: y * torch.sigmoid(1.702 * y)
        x = quick(self.adapter_down(x.movedim(1, -1))).movedim(-1, 1)
        return self.scale * self.adapter_up(quick(self.adapter_conv(x)).movedim(1, -1)).movedim(-1, 1)


class Houlsby(nn.Module):
    """f(x W_down) W_up, with or without biases. Source: Houlsby et al. 2019; the paper, equation (1)."""

    def __init__(self, dim: int, bottleneck: int, bias: bool):
        super().__init__()
        self.down, self.up = nn.Linear(dim, bottleneck, bias=bias), nn.Linear(bottleneck, dim, bias=bias)

    def forward(self, x):
        return self.up(F.gelu(self.down(x)))


class Lora(nn.Module):
    """(alpha / r) x A^T B^T, beside a projection. Source: Hu et al. 2022."""

    def __init__(self, linear: nn.Linear, rank: int, alpha: float):
        super().__init__()
        self.lora_A = nn.Linear(linear.in_features, rank, bias=False)
        self.lora_B = nn.Linear(rank, linear.out_features, bias=False)
        self.scale = alpha / rank

    def forward(self, x):
        return self.lora_B(self.lora_A(x)) * self.scale


def _first(output):
    return output[0] if isinstance(output, tuple) else output


def _plus(output, change):
    """A module's output, or the first of its outputs, with something added."""
    return (output[0] + change, *output[1:]) if isinstance(output, tuple) else output + change


class Placed(nn.Module):
    """What a method places in one layer. Its hooks make the layer compute with it; nothing of transformers is rewritten."""

    def __init__(self, layer: nn.Module, run: dict, dim: int, grid: tuple[int, int]):
        super().__init__()
        self.tokens = 2 + grid[0] * grid[1]
        self.sides = {}  # q, k and v on their way to the attention
        self.seen = None
        modules = _modules_of(layer)
        add = getattr(self, f"_add_{run['method'].split('-')[0]}", None)
        if add:
            add(layer, modules, run, dim, grid)

    def _blocks(self, layer, modules, make, names, sequential=False):
        """A module beside attention and beside FFN (behind them where sequential)."""
        for place, name in names.items():
            module = make(place)
            if module is None:
                continue
            self.add_module(name, module)
            if place == "attn":
                into = lambda _, args, kwargs, out, m=module: _plus(out, m(_first(out) if sequential else args[0] if args else kwargs["hidden_states"]))
                layer.attention.register_forward_hook(into, with_kwargs=True)
            elif sequential:  # y + A(y) of fc2's output, before the residual sum
                modules["fc2"].register_forward_hook(lambda _, args, out, m=module: out + m(out))
            else:  # fc2's output + A(LayerNorm's output)
                modules["norm2"].register_forward_hook(lambda _, args, out: setattr(self, "seen", out))
                modules["fc2"].register_forward_hook(lambda _, args, out, m=module: out + m(self.seen))

    def _add_loaa(self, layer, modules, run, dim, grid):
        def make(place):
            spec = run["adapters"][place]
            return spec and LookAside(dim, spec["bottleneck"], kernel_extent(spec), grid)

        self._blocks(layer, modules, make, {"attn": "loaa_attn", "ffn": "loaa_ffn"})

    def _add_houlsby(self, layer, modules, run, dim, grid):
        make = lambda place: run["adapters"][place] and Houlsby(dim, run["adapters"][place]["bottleneck"], run["bias"])
        names = {"attn": "houlsby_attn", "ffn": "houlsby_ffn"}
        self._blocks(layer, modules, make, names, run["method"] == "houlsby-sequential")

    def _add_convpass(self, layer, modules, run, dim, grid):
        make = lambda place: Convpass(dim, run["convpass"]["bottleneck"], run["convpass"]["scale"], grid)
        self._blocks(layer, modules, make, {"attn": "adapter_attn", "ffn": "adapter_mlp"})

    def _add_lora(self, layer, modules, run, dim, grid):
        for target in (target for target in FILE_MODULES if target in run["lora"]["targets"]):
            module = Lora(modules[target], run["lora"]["rank"], run["lora"]["alpha"])
            self.add_module(target, module)
            modules[target].register_forward_hook(lambda _, args, out, m=module: out + m(args[0]))

    def _add_prompt(self, layer, modules, run, dim, grid):
        self.prompt_embeddings = nn.Parameter(torch.zeros(1, run["prompts"]["length"], dim))

        def enter(_, args):  # the layer's own prompts behind the clip's tokens, in place of the last layer's
            x = args[0][:, : self.tokens]
            return (torch.cat([x, self.prompt_embeddings.expand(len(x), -1, -1)], 1), *args[1:])

        layer.register_forward_pre_hook(enter)

    def _add_prefix(self, layer, modules, run, dim, grid):
        self.prefix = nn.ParameterDict({p: nn.Parameter(torch.zeros(run["prefix"]["length"], dim)) for p in ("key", "value")})
        heads = getattr(layer.attention, "attention", layer.attention).num_attention_heads
        for target in "qkv":
            modules[target].register_forward_hook(lambda _, args, out, t=target: self.sides.update({t: out}))
        split = lambda x: x.unflatten(2, (heads, dim // heads)).transpose(1, 2)

        def attend(_, args):  # transformers asks for as many keys as queries: the attention with more of them is made anew
            q, k, v = (self.sides.pop(target) for target in "qkv")
            k, v = (torch.cat([x, self.prefix[p].to(x).expand(len(x), -1, -1)], 1) for p, x in (("key", k), ("value", v)))
            return (F.scaled_dot_product_attention(split(q), split(k), split(v)).transpose(1, 2).flatten(2), *args[1:])

        modules["proj"].register_forward_pre_hook(attend)


# Names inside a layer, in the file where they differ from the modules of `Placed`: LoRA's are PEFT's.
FILE_MODULES = {
    "q": "attention.q_proj", "k": "attention.k_proj", "v": "attention.v_proj",
    "proj": "attention.o_proj", "fc1": "mlp.fc1", "fc2": "mlp.fc2",
}  # fmt: skip
FILE_MODULES_4 = {
    "q": "attention.attention.query", "k": "attention.attention.key", "v": "attention.attention.value",
    "proj": "attention.output.dense", "fc1": "intermediate.dense", "fc2": "output.dense",
}  # fmt: skip


class LoaaAst(nn.Module):
    """An AST with what a method placed in it and its head: input [B, T, M], normalised, to logits [B, C]."""

    def __init__(self, settings: dict, base: dict[str, torch.Tensor]):
        super().__init__()
        self.settings, run = settings, settings["run"]
        self.labels = settings["labels"]
        self.front_end = FrontEnd(run, settings.get("mean", 0.0), settings.get("std", 0.5))
        self.ast = build(settings, base)
        backbone = settings["backbone"]["config"]
        grid = tuple((size - backbone["patch"][0]) // step + 1 for size, step in zip((MEL_BINS, run["frames"]), run["stride"]))
        chosen = [i for i in range(backbone["depth"]) if run["layers"] is None or i in run["layers"]]
        if run["method"] == "prompt" and not run["prompts"]["deep"]:
            chosen = [0]
        layers = layers_of(self.ast)
        self.placed = nn.ModuleDict({str(i): Placed(layers[i], run, backbone["dim"], grid) for i in chosen})
        for parameter in self.ast.parameters():
            parameter.requires_grad = False
        for parameter in self.trained().values():
            parameter.requires_grad = True

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.ast(x).logits

    def trained(self) -> dict[str, nn.Parameter]:
        """What the method trains, by the names in adapter_model.safetensors."""
        run, out = self.settings["run"], {}
        for i, placed in self.placed.items():
            for name, parameter in placed.named_parameters():
                out[self._file_name(int(i), name)] = parameter
        for name, parameter in self.ast.classifier.named_parameters():
            out[f"{PREFIX}classifier.{name}"] = parameter
        layers = run["layers"]
        for name, parameter in backbone_parameters(self.ast).items():
            layer = re.match(r"blocks\.(\d+)\.", name)
            chosen = layers is None or (layer is not None and int(layer[1]) in layers)
            if run["method"] == "full" or (run["method"] == "bitfit" and name.endswith(".bias") and chosen):
                out[f"{PREFIX}backbone.{name}"] = parameter
        return out

    @staticmethod
    def _file_name(layer: int, name: str) -> str:
        target, _, rest = name.partition(".")
        if rest.startswith("lora_"):
            return f"{PREFIX}audio_spectrogram_transformer.layers.{layer}.{FILE_MODULES[target]}.{rest}"
        return f"{PREFIX}audio_spectrogram_transformer.encoder.layer.{layer}.{name}"

    def state(self) -> dict[str, torch.Tensor]:
        """The trained weights as the file holds them: float32; q, k and v of the backbone packed as the page packs them."""
        out = {name: p.detach().float().cpu().contiguous().clone() for name, p in self.trained().items()}
        for name in [name for name in out if re.search(r"\.backbone\.blocks\.\d+\.q\.", name)]:
            parts = [out.pop(name.replace(".q.", f".{part}.")) for part in "qkv"]
            out[name.replace(".q.", ".qkv.")] = torch.cat(parts)
        return out

    def load_state(self, state: dict[str, torch.Tensor]) -> None:
        """Takes trained weights, in the naming of either version of transformers. Every one must be there, and no other."""
        named = {}
        for name, value in state.items():
            packed = re.search(r"\.backbone\.blocks\.\d+\.qkv\.", name)
            for part, third in zip("qkv", value.chunk(3)) if packed else (("", value),):
                named[_current_name(name).replace(".qkv.", f".{part}.") if packed else _current_name(name)] = third
        own = self.trained()
        if own.keys() != named.keys():
            missing, strange = own.keys() - named.keys(), named.keys() - own.keys()
            raise ValueError(f"The weights do not fit: missing {sorted(missing)[:3]}, unknown {sorted(strange)[:3]}.")
        with torch.no_grad():
            for name, parameter in own.items():
                if parameter.shape != named[name].shape:
                    raise ValueError(f"{name} is {list(named[name].shape)}, not {list(parameter.shape)}.")
                parameter.copy_(named[name])

    def scores(self, logits: torch.Tensor) -> torch.Tensor:
        """[..., C] in [0, 1]: softmax (cross entropy) or sigmoid (binary cross entropy)."""
        return logits.sigmoid() if self.settings["run"]["loss"] == "bce" else logits.softmax(-1)

    def pooled(self, logits: torch.Tensor) -> torch.Tensor:
        """Logits [C] that have the mean scores of several windows' logits [n, C]; finite also for scores of 0 and 1."""
        mean = self.scores(logits.double()).mean(0).clamp(1e-30, 1 - 2.0**-52)
        return (mean / (1 - mean)).log() if self.settings["run"]["loss"] == "bce" else mean.log()

    @torch.inference_mode()
    def predict(self, path, start: float | None = None, end: float | None = None) -> list[tuple[str, float]]:
        """Labels and scores of a sound file (or a stretch of it, in seconds), best first."""
        self.eval()
        inputs = self.front_end.inputs(self.front_end.wave(path, start, end)).to(next(self.parameters()).device)
        mean = self.scores(self(inputs)).mean(0).tolist()
        return sorted(zip(self.labels, mean), key=lambda pair: -pair[1])


def _current_name(name: str) -> str:
    """LoRA as PEFT wrote it with transformers 4, in the names of transformers 5."""
    found = re.match(r"(.*)\.encoder\.layer\.(\d+)\.(.+)\.(lora_[AB]\.weight)$", name)
    theirs = {four: FILE_MODULES[target] for target, four in FILE_MODULES_4.items()}
    return f"{found[1]}.layers.{found[2]}.{theirs[found[3]]}.{found[4]}" if found else name


# ---------------------------------------------------------------- bundles


def read_settings(folder) -> dict:
    """The page's settings in a bundle: adapter_config.json, or run.json where that is PEFT's own."""
    for name in (CONFIG, RUN):
        path = Path(folder) / name
        if path.exists():
            settings = json.loads(path.read_text("utf-8"))
            if settings.get("format") == "loaa-playground":
                return settings
    raise FileNotFoundError(f"{folder} has neither an {CONFIG} nor a {RUN} of LoAA Playground.")


def find_base(settings: dict, folder=None, base=None) -> Path:
    """The backbone's weights file: `base` (a file, a folder, or a hub repository), the bundle's own, or the hub's."""
    for place in (base, folder and Path(folder) / BASE):
        path = Path(place) if place else None
        if path is not None and path.is_dir():
            path = next((path / n for n in ("model.safetensors", "pytorch_model.bin") if (path / n).exists()), path)
        if path is not None and path.is_file():
            return path
    origin = settings["backbone"]["origin"]
    if base is None and origin is None:
        name = settings["backbone"]["name"]
        raise FileNotFoundError(f"The backbone {name} is not in the bundle: give its file with base=.")
    from huggingface_hub import hf_hub_download

    repo, revision = (base, None) if base else (origin["repo"], origin["revision"])
    return Path(hf_hub_download(repo, "model.safetensors", revision=revision))


def base_weights(settings: dict, folder=None, base=None) -> dict[str, torch.Tensor]:
    """The backbone in our names. @raises ValueError where its SHA-256 is not the one that the adapter was trained on"""
    path = find_base(settings, folder, base)
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != settings["backbone"]["sha256"]:
        raise ValueError(f"{path} is not the backbone {settings['backbone']['name']} of this adapter: its SHA-256 differs.")
    return canonical(read_weights(path))


def backbone(folder, base=None) -> ASTForAudioClassification:
    """transformers' AST with the bundle's backbone and an untrained head: for PEFT to load a LoRA bundle on."""
    settings = read_settings(folder)
    return build(settings, base_weights(settings, folder, base)).eval()


def load(folder, base=None, device: str | torch.device = "cpu") -> LoaaAst:
    """A bundle, or a folder that train.py wrote, ready to predict."""
    settings = read_settings(folder)
    model = LoaaAst(settings, base_weights(settings, folder, base))
    model.load_state(load_file(os.fspath(Path(folder) / WEIGHTS)))
    return model.eval().to(device)


def save(model: LoaaAst, folder, weights: dict[str, torch.Tensor] | None = None) -> None:
    """adapter_model.safetensors and adapter_config.json, for the page and for `load`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    save_file(weights or model.state(), os.fspath(Path(folder) / WEIGHTS), metadata={"format": "pt"})
    config = peft_config(model.settings) if model.settings["run"]["method"] == "lora" else dict(model.settings)
    (Path(folder) / CONFIG).write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", "utf-8")


def peft_config(settings: dict) -> dict:
    """LoRA as PEFT's LoraConfig, by which PeftModel.from_pretrained loads it; our settings are then in run.json alone."""
    run, backbone = settings["run"], settings["backbone"]
    layers = range(backbone["depth"]) if run["layers"] is None else run["layers"]
    modules = [names[target] for target in run["lora"]["targets"] for names in (FILE_MODULES_4, FILE_MODULES)]
    pattern = "|".join(module.replace(".", r"\.") for module in modules)
    origin = backbone["origin"] or {"repo": backbone["name"], "revision": None}
    return {
        "peft_type": "LORA",
        "base_model_name_or_path": origin["repo"],
        "revision": origin["revision"],
        "task_type": None,
        "inference_mode": True,
        "modules_to_save": ["classifier"],
        "r": run["lora"]["rank"],
        "lora_alpha": run["lora"]["alpha"],
        "lora_dropout": 0,
        "bias": "none",
        "fan_in_fan_out": False,
        "target_modules": rf".*\.(encoder\.layer|layers)\.({'|'.join(map(str, layers))})\.({pattern})",
    }


def read_parity(path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """parity.safetensors: tensors and metadata."""
    with safe_open(os.fspath(path), "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()
