"""Writes fixtures-methods/: what every fine-tuning method computes, from PyTorch code that is not this project's.

    python tests/goldens/make_method_goldens.py REFERENCE_DIR OUT_DIR [SEED]

REFERENCE_DIR holds loaa_reference.py (its AST is the backbone of everything but LoRA). Needs torch, safetensors, and, for
LoRA, transformers (its AST) and peft. For each case: initial parameters (stirred, none is zero), the logits, loss and
gradients of the first batch, and the parameters after three steps of Adam as AST trains.

Formulas of the others, written here from their papers and repositories:
  houlsby    W_up f(W_down x + b) + b, beside the block (He et al. 2022) or behind it (Houlsby et al. 2019)
  convpass   JieShibo/PETL-ViT, convpass.py: up(f(conv(f(down(x))))) s, f(x) = x sigmoid(1.702 x), class tokens on their own
  prompts    KMnP/vpt, vit_prompt/vit.py: tokens behind the class token; deep: replaced at the entrance of every layer
  prefix     Li and Liang 2021: keys and values in front of those of the tokens, through F.scaled_dot_product_attention
  bitfit     every bias of the backbone
"""
import json
import math
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file

sys.path.insert(0, sys.argv[1])
from loaa_reference import AST, Config, LookAsideAdapter, load_deit  # noqa: E402

out, seed = sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 11
os.makedirs(out, exist_ok=True)
torch.set_num_threads(1)
torch.manual_seed(seed)
D, L, H, C, B, STEPS, FRAMES, RATE = 16, 2, 2, 3, 2, 3, 48, 1e-3


def random(*shape, std=0.2, around=0.0):
    return around + std * torch.randn(*shape)


def deit():
    """A DeiT-distilled checkpoint in timm's naming, on a 3 x 3 grid of 16 x 16 patches."""
    sd = {
        "cls_token": random(1, 1, D), "dist_token": random(1, 1, D), "pos_embed": random(1, 11, D),
        "patch_embed.proj.weight": random(D, 3, 16, 16, std=0.05), "patch_embed.proj.bias": random(D),
        "norm.weight": random(D, around=1), "norm.bias": random(D),
        "head.weight": random(4, D), "head.bias": random(4), "head_dist.weight": random(4, D), "head_dist.bias": random(4),
    }
    for i in range(L):
        b = f"blocks.{i}."
        for name, (rows, columns) in {"attn.qkv": (3 * D, D), "attn.proj": (D, D), "mlp.fc1": (4 * D, D), "mlp.fc2": (D, 4 * D)}.items():
            sd[f"{b}{name}.weight"] = random(rows, columns, std=1.5 / math.sqrt(columns))
            sd[f"{b}{name}.bias"] = random(rows)
        for name in ("norm1", "norm2"):
            sd[f"{b}{name}.weight"], sd[f"{b}{name}.bias"] = random(D, around=1), random(D)
    return sd


class Houlsby(nn.Module):
    def __init__(self, r, bias):
        super().__init__()
        self.down, self.up = nn.Linear(D, r, bias=bias), nn.Linear(r, D, bias=bias)

    def forward(self, x, _grid):
        return self.up(F.gelu(self.down(x)))


class Convpass(nn.Module):
    def __init__(self, r, scale):
        super().__init__()
        self.adapter_down, self.adapter_conv, self.adapter_up = nn.Linear(D, r), nn.Conv2d(r, r, 3, 1, 1), nn.Linear(r, D)
        self.scale = scale

    def forward(self, x, grid):
        act = lambda t: t * torch.sigmoid(1.702 * t)
        z = act(self.adapter_down(x))
        n, r = z.shape[0], z.shape[2]
        single = [self.adapter_conv(z[:, i].reshape(n, r, 1, 1)).reshape(n, 1, r) for i in range(2)]
        patches = self.adapter_conv(z[:, 2:].reshape(n, *grid, r).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).reshape(n, -1, r)
        return self.adapter_up(act(torch.cat([*single, patches], 1))) * self.scale


class Tuned(nn.Module):
    """The reference's AST with a method: its modules by layer, under the names that this project gives them."""

    def __init__(self, ast):
        super().__init__()
        self.ast, self.beside, self.after, self.prompts, self.prefix = ast, {}, {}, {}, {}
        self.added = {}

    def add(self, name, module):
        for inner, parameter in module.named_parameters():
            nn.init.normal_(parameter, std=0.1 if inner.endswith("bias") else 0.3)
            self.added[f"{name}.{inner}"] = parameter
        return module

    def add_parameter(self, name, *shape, std):
        self.added[name] = nn.Parameter(std * torch.randn(*shape))
        return self.added[name]

    def layer(self, i, x, grid):
        block, d = self.ast.blocks[i], D
        split = lambda t: t.reshape(t.shape[0], -1, H, d // H).transpose(1, 2)
        h = block.norm1(x)
        q, k, v = block.qkv(h).chunk(3, -1)
        if i in self.prefix:
            key, value = self.prefix[i]
            k = torch.cat([key.expand(len(x), -1, -1), k], 1)
            v = torch.cat([value.expand(len(x), -1, -1), v], 1)
        o = F.scaled_dot_product_attention(split(q), split(k), split(v)).transpose(1, 2).reshape(x.shape)
        y = block.proj(o)
        if (i, "attn") in self.after: y = y + self.after[i, "attn"](y, grid)
        if (i, "attn") in self.beside: y = y + self.beside[i, "attn"](h, grid)
        x = x + y
        h = block.norm2(x)
        y = block.fc2(F.gelu(block.fc1(h)))
        if (i, "ffn") in self.after: y = y + self.after[i, "ffn"](y, grid)
        if (i, "ffn") in self.beside: y = y + self.beside[i, "ffn"](h, grid)
        return x + y

    def forward(self, spec):
        ast, n = self.ast, len(spec)
        x = ast.patch(spec.transpose(1, 2)[:, None]).flatten(2).transpose(1, 2)
        x = torch.cat([ast.cls.expand(n, -1, -1), ast.dist.expand(n, -1, -1), x], 1) + ast.pos
        extra = 0
        for i in range(L):
            if i in self.prompts:
                tokens = self.prompts[i].expand(n, -1, -1)
                x = torch.cat([x[:, :2], tokens, x[:, 2 + extra:]], 1)
                extra = tokens.shape[1]
            x = self.layer(i, x, ast.c.grid)
        x = ast.norm(x)
        return ast.head(ast.head_norm((x[:, 0] + x[:, 1]) / 2))


CHECKPOINT = deit()
HEAD = {"head_norm.weight": random(D, around=1), "head_norm.bias": random(D), "head.weight": random(C, D), "head.bias": random(C)}


def reference(stride):
    ast = AST(Config(D, L, H, C, frames=FRAMES, fstride=stride, tstride=stride))
    load_deit(ast, CHECKPOINT)
    ast.load_state_dict(HEAD, strict=False)
    return ast


def own(ast, trains):
    return {n: p for n, p in ast.named_parameters() if n.startswith("head") or trains(n)}


def reference_case(settings, stride):
    """The model of a case, and its trained parameters by the names of this project."""
    ast, method = reference(stride), settings["method"]
    m = Tuned(ast)
    chosen = range(L) if settings.get("layers") is None else settings["layers"]
    for i in chosen:
        for place in ("attn", "ffn"):
            spec = settings["adapters"][place]
            if method == "loaa" and spec:
                n = spec.get("size", 3)
                kernel = {"linear": (1, 1), "time": (1, n), "frequency": (n, 1), "square": (n, n)}[spec["kernel"]]
                m.beside[i, place] = m.add(f"blocks.{i}.{place}_adapter", LookAsideAdapter(D, spec["bottleneck"], kernel))
            if method.startswith("houlsby") and spec:
                where = m.beside if method == "houlsby-parallel" else m.after
                where[i, place] = m.add(f"blocks.{i}.{place}_houlsby", Houlsby(spec["bottleneck"], settings["bias"]))
            if method == "convpass":
                c = settings["convpass"]
                m.beside[i, place] = m.add(f"blocks.{i}.{place}_convpass", Convpass(c["bottleneck"], c["scale"]))
        if method == "prompt" and (settings["prompts"]["deep"] or i == 0):
            m.prompts[i] = m.add_parameter(f"blocks.{i}.prompt_embeddings", 1, settings["prompts"]["length"], D, std=0.5)
        if method == "prefix":
            m.prefix[i] = [m.add_parameter(f"blocks.{i}.prefix.{part}", settings["prefix"]["length"], D, std=0.7) for part in ("key", "value")]
    in_layers = lambda n: settings.get("layers") is None or any(n.startswith(f"blocks.{i}.") for i in chosen)
    trains = {"full": lambda n: True, "bitfit": lambda n: n.endswith(".bias") and in_layers(n)}.get(method, lambda n: False)
    return m, {**own(ast, trains), **m.added}


HF_LORA = {"q": "attention.q_proj", "k": "attention.k_proj", "v": "attention.v_proj", "proj": "attention.o_proj", "fc1": "mlp.fc1", "fc2": "mlp.fc2"}


def lora_case(settings, stride):
    """Hugging Face's AST (transformers 5) with PEFT's LoRA around it."""
    from peft import LoraConfig, get_peft_model
    from transformers import ASTConfig, ASTForAudioClassification

    config = ASTConfig(hidden_size=D, num_hidden_layers=L, num_attention_heads=H, intermediate_size=4 * D, patch_size=16, frequency_stride=stride, time_stride=stride, max_length=FRAMES, num_mel_bins=128, layer_norm_eps=1e-6, num_labels=C)
    hf, ast = ASTForAudioClassification(config), reference(stride)
    hf.classifier.layernorm.eps = 1e-5  # torch.nn.LayerNorm's default, as in AST's own mlp_head
    p = "audio_spectrogram_transformer."
    sd = {p + "embeddings.cls_token": ast.cls, p + "embeddings.distillation_token": ast.dist, p + "embeddings.position_embeddings": ast.pos}
    modules = {p + "embeddings.patch_embeddings.projection": ast.patch, p + "layernorm": ast.norm, "classifier.layernorm": ast.head_norm, "classifier.dense": ast.head}
    for i, block in enumerate(ast.blocks):
        for theirs, ours in (("attention.o_proj", "proj"), ("layernorm_before", "norm1"), ("layernorm_after", "norm2"), ("mlp.fc1", "fc1"), ("mlp.fc2", "fc2")):
            modules[f"{p}layers.{i}.{theirs}"] = getattr(block, ours)
        for s in ("weight", "bias"):
            for part, name in zip(getattr(block.qkv, s).chunk(3), "qkv"): sd[f"{p}layers.{i}.attention.{name}_proj.{s}"] = part
    sd.update({f"{name}.{s}": getattr(module, s) for name, module in modules.items() for s in ("weight", "bias")})
    missing, unexpected = hf.load_state_dict({k: v.detach() for k, v in sd.items()}, strict=False)
    assert not missing and not unexpected, (missing, unexpected)

    lora, chosen = settings["lora"], settings.get("layers")
    model = get_peft_model(hf, LoraConfig(r=lora["rank"], lora_alpha=lora["alpha"], target_modules=[HF_LORA[t] for t in lora["targets"]], layers_to_transform=chosen, layers_pattern="layers" if chosen is not None else None))
    trained = {}
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            i = int(name.split(".layers.")[1].split(".")[0])
            target = next(t for t, module in HF_LORA.items() if f".{module}." in name)
            nn.init.normal_(parameter, std=0.3)
            trained[f"blocks.{i}.{target}.{'lora_A' if 'lora_A' in name else 'lora_B'}.weight"] = parameter
        for theirs, ours in (("classifier.layernorm.", "head_norm."), ("classifier.dense.", "head.")):
            if theirs in name:
                parameter.requires_grad = True
                trained[ours + name.split(".")[-1]] = parameter
    return lambda x: model(input_values=x).logits, trained


def adapters(attn, ffn):
    spec = lambda s: None if s is None else dict(zip(("kernel", "bottleneck", "size"), s))
    return {"attn": spec(attn), "ffn": spec(ffn)}


NONE = adapters(None, None)
USUAL = adapters(("linear", 4), ("linear", 3))
CASES = {
    "parallel": {"method": "houlsby-parallel", "adapters": USUAL, "bias": False},
    "parallel_bias": {"method": "houlsby-parallel", "adapters": USUAL, "bias": True},
    "sequential": {"method": "houlsby-sequential", "adapters": adapters(None, ("linear", 4)), "bias": False},
    "sequential_bias": {"method": "houlsby-sequential", "adapters": USUAL, "bias": True},
    "lora_qv": {"method": "lora", "adapters": NONE, "lora": {"rank": 4, "alpha": 4, "targets": ["q", "v"]}},
    "lora_all": {"method": "lora", "adapters": NONE, "lora": {"rank": 2, "alpha": 8, "targets": ["q", "k", "v", "proj", "fc1", "fc2"]}},
    "lora_last_layer": {"method": "lora", "adapters": NONE, "layers": [1], "lora": {"rank": 3, "alpha": 2, "targets": ["k", "fc2"]}},
    "convpass": {"method": "convpass", "adapters": NONE, "convpass": {"bottleneck": 4, "scale": 1}},
    "convpass_scaled_first_layer": {"method": "convpass", "adapters": NONE, "layers": [0], "convpass": {"bottleneck": 3, "scale": 0.1}},
    "prompt_shallow": {"method": "prompt", "adapters": NONE, "prompts": {"length": 3, "deep": False}},
    "prompt_deep": {"method": "prompt", "adapters": NONE, "prompts": {"length": 3, "deep": True}},
    "prompt_deep_last_layer": {"method": "prompt", "adapters": NONE, "layers": [1], "prompts": {"length": 5, "deep": True}},
    "prompt_deep_first_layer": {"method": "prompt", "adapters": NONE, "layers": [0], "prompts": {"length": 2, "deep": True}},
    "prefix": {"method": "prefix", "adapters": NONE, "prefix": {"length": 3}},
    "prefix_last_layer": {"method": "prefix", "adapters": NONE, "layers": [1], "prefix": {"length": 5}},
    "bitfit": {"method": "bitfit", "adapters": NONE},
    "bitfit_last_layer": {"method": "bitfit", "adapters": NONE, "layers": [1]},
    "loaa_time5_frequency7": {"method": "loaa", "adapters": adapters(("time", 3, 5), ("frequency", 2, 7))},
    "loaa_square5": {"method": "loaa", "adapters": adapters(("square", 2, 5), None)},
    "loaa_last_layer": {"method": "loaa", "adapters": adapters(("time", 4), ("linear", 5)), "layers": [1]},
    "loaa_overlap": {"method": "loaa", "adapters": adapters(("time", 3), ("square", 2)), "stride": 10},
    "convpass_overlap": {"method": "convpass", "adapters": NONE, "stride": 10, "convpass": {"bottleneck": 2, "scale": 1}},
    "full_overlap": {"method": "full", "adapters": NONE, "stride": 10},
}

inputs, labels = torch.randn(STEPS, B, FRAMES, 128) * 0.5, torch.randint(0, C, (STEPS, B))
tensors, index = {"inputs": inputs, "labels": labels.int()}, {}
for number, (name, settings) in enumerate(CASES.items()):
    torch.manual_seed(seed + 1 + number)
    stride = settings.pop("stride", 16)
    model, trained = (lora_case if settings["method"] == "lora" else reference_case)(settings, stride)
    put = lambda kind, values: tensors.update({f"{name}.{kind}.{n}": v.detach().clone().contiguous() for n, v in values.items()})
    put("initial", trained)
    optimiser = torch.optim.Adam(trained.values(), RATE, betas=(0.95, 0.999), weight_decay=5e-7)
    losses = []
    for step in range(STEPS):
        logits = model(inputs[step])
        loss = F.cross_entropy(logits, labels[step])
        optimiser.zero_grad()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            put("gradient", {n: p.grad for n, p in trained.items()})
            tensors[f"{name}.logits"] = logits.detach().clone()
        optimiser.step()
    put("final", trained)
    index[name] = {"settings": settings, "stride": [stride, stride], "losses": losses, "trainable": sum(p.numel() for p in trained.values())}

save_file({k: v.contiguous() for k, v in CHECKPOINT.items()}, f"{out}/methods_backbone.safetensors")
save_file(tensors, f"{out}/methods.safetensors", metadata={"cases": json.dumps(index), "heads": str(H), "rate": str(RATE)})
for name in ("methods_backbone", "methods"):
    print(name, os.path.getsize(f"{out}/{name}.safetensors"))
