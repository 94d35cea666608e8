"""Small checkpoints in the published namings, and what their architectures make of one input.

Writes fixtures-backbones/. Needs torch, transformers, safetensors. Run from the root of the repository:
    python tests/goldens/make_backbone_goldens.py

Each reference is built from parts of torch or transformers, in the published order of operations:
- ViT: transformers.ViTModel, with AST's adaptation of patch kernel and positions to a spectrogram.
- SSAST: YuanGongND/ssast, src/models/ast_models.py (finetuningavgtok).
- MAE-AST: AlanBaade/MAE-AST-Public, mae_ast/models/mae_ast.py; its layers are torch.nn.TransformerEncoderLayer.
- Audio-MAE: facebookresearch/AudioMAE, models_mae.py and models_vit.py.

goldens.safetensors has the input x [2, 96, 128] and, for each case, `pooled` [B, d] and `grid` [B, F, W, d]: the patch
tokens after the last block, arranged by their place on the spectrogram.
"""

import argparse
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn
from transformers import ViTConfig, ViTForImageClassification, ViTModel

OUT = pathlib.Path(__file__).resolve().parents[2] / "fixtures-backbones"
DIM, DEPTH, HEADS, MLP, MELS = 24, 2, 3, 48, 128
goldens = {}


def stir(module: nn.Module) -> nn.Module:
    """Weights large enough that attention is far from even and every bias matters."""
    with torch.no_grad():
        for name, p in module.named_parameters():
            if p.ndim > 1:
                p.normal_(0, 1.6 / math.sqrt(p[0].numel()))
            else:
                p.normal_(1.0 if "norm" in name and name.endswith("weight") else 0.0, 0.2)
    return module.eval()


class Block(nn.Module):
    """timm's pre-norm block, under timm's names."""

    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(DIM, eps=1e-6)
        self.attn = nn.ModuleDict({"qkv": nn.Linear(DIM, 3 * DIM), "proj": nn.Linear(DIM, DIM)})
        self.norm2 = nn.LayerNorm(DIM, eps=1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(DIM, MLP), "fc2": nn.Linear(MLP, DIM)})

    def forward(self, x):
        b, n, d = x.shape
        qkv = self.attn["qkv"](self.norm1(x)).reshape(b, n, 3, HEADS, d // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(*qkv).transpose(1, 2).reshape(b, n, d)
        x = x + self.attn["proj"](a)
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x))))


class PatchEmbed(nn.Module):
    def __init__(self, channels, patch):
        super().__init__()
        self.proj = nn.Conv2d(channels, DIM, patch, patch)


class Timm(nn.Module):
    """The parameters of a timm VisionTransformer."""

    def __init__(self, channels, patch, positions, tokens, norm="norm"):
        super().__init__()
        self.cls_token = nn.Parameter(torch.randn(1, 1, DIM))
        if tokens == 2:
            self.dist_token = nn.Parameter(torch.randn(1, 1, DIM))
        self.pos_embed = nn.Parameter(torch.randn(1, positions + tokens, DIM))
        self.patch_embed = PatchEmbed(channels, patch)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.add_module(norm, nn.LayerNorm(DIM, eps=1e-6))
        self.head = nn.Linear(DIM, 5)

    def run(self, patches, pos):
        b = patches.shape[0]
        front = [self.cls_token.expand(b, -1, -1)]
        if hasattr(self, "dist_token"):
            front.append(self.dist_token.expand(b, -1, -1))
        x = torch.cat([*front, patches], dim=1) + pos
        for block in self.blocks:
            x = block(x)
        return x


def spectrogram(frames):
    return goldens["x"][:, :frames]


def keep(case, pooled, grid):
    goldens[f"{case}.pooled"] = pooled.detach().contiguous()
    goldens[f"{case}.grid"] = grid.detach().contiguous()


def ast_positions(pos, tokens, old, new, cut_height=None):
    """Centre crop or bilinear, time first, then frequency (ast_models.py)."""
    grid = pos[:, tokens:].transpose(1, 2).reshape(1, DIM, *old)
    if new[1] < old[1]:
        start = old[1] // 2 - new[1] // 2
        grid = grid[:, :, :, start : start + new[1]]
    else:
        grid = F.interpolate(grid, size=(cut_height or old[0], new[1]), mode="bilinear")
    if new[0] < old[0]:
        start = old[0] // 2 - new[0] // 2
        grid = grid[:, :, start : start + new[0]]
    else:
        grid = F.interpolate(grid, size=new, mode="bilinear")
    return torch.cat([pos[:, :tokens], grid.reshape(1, DIM, -1).transpose(1, 2)], dim=1)


def make_vit():
    config = ViTConfig(
        hidden_size=DIM, num_hidden_layers=DEPTH, num_attention_heads=HEADS, intermediate_size=MLP, image_size=48,
        patch_size=16, num_labels=5, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    image = stir(ViTForImageClassification(config))
    image.save_pretrained(OUT / "hf")
    (OUT / "hf" / "model.safetensors").rename(OUT / "vit_hf.safetensors")
    (OUT / "hf" / "config.json").rename(OUT / "vit_hf_config.json")
    (OUT / "hf").rmdir()
    # transformers 5 names the layers otherwise in memory than in its files.
    torch.save(image.state_dict(), OUT / "vit_hf_state_dict.pth")

    frames = 64
    audio_config = ViTConfig(**{**config.to_dict(), "image_size": (MELS, frames), "num_channels": 1})
    audio = ViTModel(audio_config, add_pooling_layer=False).eval()
    weights = {k: v for k, v in image.vit.state_dict().items()}
    kernel = "embeddings.patch_embeddings.projection.weight"
    weights[kernel] = weights[kernel].sum(1, keepdim=True)
    weights["embeddings.position_embeddings"] = ast_positions(
        weights["embeddings.position_embeddings"], 1, (3, 3), (MELS // 16, frames // 16)
    )
    audio.load_state_dict(weights)
    out = audio(spectrogram(frames).transpose(1, 2).unsqueeze(1), output_hidden_states=True)
    grid = out.hidden_states[DEPTH][:, 1:].reshape(-1, MELS // 16, frames // 16, DIM)
    keep("vit", out.last_hidden_state[:, 0], grid)

    source = image.vit.state_dict()
    timm = Timm(3, 16, 9, 1)
    own = timm.state_dict()
    names = {
        "cls_token": "embeddings.cls_token",
        "pos_embed": "embeddings.position_embeddings",
        "patch_embed.proj.weight": kernel,
        "patch_embed.proj.bias": kernel.replace("weight", "bias"),
        "norm.weight": "layernorm.weight",
        "norm.bias": "layernorm.bias",
    }
    for i in range(DEPTH):
        for p in ("weight", "bias"):
            theirs = f"layers.{i}."
            names[f"blocks.{i}.norm1.{p}"] = f"{theirs}layernorm_before.{p}"
            names[f"blocks.{i}.norm2.{p}"] = f"{theirs}layernorm_after.{p}"
            names[f"blocks.{i}.attn.proj.{p}"] = f"{theirs}attention.o_proj.{p}"
            names[f"blocks.{i}.mlp.fc1.{p}"] = f"{theirs}mlp.fc1.{p}"
            names[f"blocks.{i}.mlp.fc2.{p}"] = f"{theirs}mlp.fc2.{p}"
            parts = [source[f"{theirs}attention.{q}_proj.{p}"] for q in "qkv"]
            own[f"blocks.{i}.attn.qkv.{p}"] = torch.cat(parts)
    for ours, theirs in names.items():
        own[ours] = source[theirs]
    save_file({k: v.contiguous() for k, v in own.items()}, OUT / "vit_timm.safetensors")
    # The block above, which the other references use, is transformers' own.
    check = Timm(1, 16, 32, 1).eval()
    check.load_state_dict({**own, "patch_embed.proj.weight": weights[kernel], "pos_embed": weights["embeddings.position_embeddings"]})
    x = check.patch_embed.proj(spectrogram(frames).transpose(1, 2).unsqueeze(1)).flatten(2).transpose(1, 2)
    assert (check.norm(check.run(x, check.pos_embed))[:, 0] - out.last_hidden_state[:, 0]).abs().max() < 1e-4


class SSAST(nn.Module):
    def __init__(self, patch, bins, frames, tokens):
        super().__init__()
        self.grid = (bins // patch[0], frames // patch[1])
        self.tokens = tokens
        self.v = stir(Timm(1, patch, self.grid[0] * self.grid[1], tokens))
        if tokens == 2:
            self.v.head_dist = nn.Linear(DIM, 5)
        self.p_input_fdim = nn.Parameter(torch.tensor(bins), requires_grad=False)
        self.p_input_tdim = nn.Parameter(torch.tensor(frames), requires_grad=False)
        self.cpredlayer = nn.Sequential(nn.Linear(DIM, DIM), nn.ReLU(), nn.Linear(DIM, 8))
        self.gpredlayer = nn.Sequential(nn.Linear(DIM, DIM), nn.ReLU(), nn.Linear(DIM, 8))
        self.mask_embed = nn.Parameter(torch.zeros(1, 1, DIM))

    def finetune(self, case, frames, stride):
        x = spectrogram(frames).unsqueeze(1).transpose(2, 3)
        y = F.conv2d(x, self.v.patch_embed.proj.weight, self.v.patch_embed.proj.bias, stride)
        new = tuple(y.shape[2:])
        pos = ast_positions(self.v.pos_embed, self.tokens, self.grid, new, cut_height=8)
        out = self.v.run(y.flatten(2).transpose(1, 2), pos)
        pooled = self.v.norm(out)[:, self.tokens :].mean(1)
        keep(case, pooled, out[:, self.tokens :].reshape(-1, *new, DIM))


def make_ssast():
    # base384_nokd is the size with one token.
    for name, patch, tokens in (("patch", (16, 16), 2), ("frame", (128, 2), 2), ("nokd", (16, 16), 1)):
        model = SSAST(patch, MELS, 64, tokens)
        torch.save({f"module.{k}": v for k, v in model.state_dict().items()}, OUT / f"ssast_{name}.pth")
        for frames, stride in ((64, patch), (96, patch), (32, patch)):
            model.finetune(f"ssast_{name}.{frames}", frames, stride)
        if name == "patch":
            model.finetune("ssast_patch.lapped", 96, (10, 10))
        if name == "frame":
            model.finetune("ssast_frame.lapped", 64, (128, 1))


class MaeAst(nn.Module):
    def __init__(self, patch, norm_first, longest=600):
        super().__init__()
        self.patch, self.norm_first = patch, norm_first  # (chan, time)
        size = patch[0] * patch[1]
        self.post_extract_proj = nn.Linear(size, DIM)
        self.layer_norm = nn.LayerNorm(MELS)
        self.batch_norm = nn.BatchNorm2d(1, affine=False)
        self.unfold = nn.Unfold((patch[1], patch[0]), stride=(patch[1], patch[0]))
        self.encoder_mask_emb = nn.Parameter(torch.rand(DIM))
        self.decoder_mask_emb = nn.Parameter(torch.rand(DIM))
        self.encoder = nn.ModuleList(self.layer() for _ in range(DEPTH))
        self.encoder_norm = nn.LayerNorm(DIM)
        self.decoder = self.layer()
        self.final_proj_reconstruction = nn.Linear(DIM, size)
        self.final_proj_classification = nn.Linear(DIM, size)
        position = torch.arange(longest).unsqueeze(1)
        div = torch.exp(torch.arange(0, DIM, 2) * (-math.log(10000.0) / DIM))
        self.pe = torch.zeros(1, longest, DIM)
        self.pe[0, :, 0::2] = torch.sin(position * div)
        self.pe[0, :, 1::2] = torch.cos(position * div)
        stir(self)

    def layer(self):
        return nn.TransformerEncoderLayer(
            DIM, HEADS, MLP, dropout=0.0, activation="gelu", batch_first=True, norm_first=self.norm_first
        )

    def features(self, case, frames):
        """The encoder without masks. batch_norm: the input has mean 0 and deviation 0.5 here already."""
        source = spectrogram(frames).unsqueeze(1)
        x = self.post_extract_proj(self.unfold(source).transpose(-1, -2))
        x = x + self.pe[:, : x.shape[1]]
        if not self.norm_first:
            x = self.encoder_norm(x)
        for layer in self.encoder:
            x = layer(x)
        times, chans = frames // self.patch[1], MELS // self.patch[0]
        grid = x.reshape(-1, times, chans, DIM).transpose(1, 2)
        keep(case, (self.encoder_norm(x) if self.norm_first else x).mean(1), grid)

    def fairseq_layer(self, out, prefix, layer):
        for p in ("weight", "bias"):
            packed = getattr(layer.self_attn, f"in_proj_{p}").detach()
            for name, part in zip("qkv", packed.chunk(3)):
                out[f"{prefix}.self_attn.{name}_proj.{p}"] = part.clone()
            out[f"{prefix}.self_attn.out_proj.{p}"] = getattr(layer.self_attn.out_proj, p)
            out[f"{prefix}.self_attn_layer_norm.{p}"] = getattr(layer.norm1, p)
            out[f"{prefix}.fc1.{p}"] = getattr(layer.linear1, p)
            out[f"{prefix}.fc2.{p}"] = getattr(layer.linear2, p)
            out[f"{prefix}.final_layer_norm.{p}"] = getattr(layer.norm2, p)

    def fairseq(self):
        out = {k: v for k, v in self.state_dict().items() if not k.startswith(("encoder.", "decoder.", "encoder_norm"))}
        out["enc_sine_pos_embed.pe"] = self.pe
        out["dec_sine_pos_embed.pe"] = self.pe
        for i, layer in enumerate(self.encoder):
            self.fairseq_layer(out, f"encoder.layers.{i}", layer)
        self.fairseq_layer(out, "decoder.layers.0", self.decoder)
        for p in ("weight", "bias"):
            out[f"encoder.layer_norm.{p}"] = getattr(self.encoder_norm, p)
            out[f"decoder.layer_norm.{p}"] = getattr(self.encoder_norm, p)
        return {k: v.detach() for k, v in out.items()}


def make_mae_ast():
    for name, patch, norm_first in (("patch", (16, 16), False), ("frame", (128, 2), True)):
        model = MaeAst(patch, norm_first)
        settings = {
            "_name": "mae_ast", "encoder_layers": DEPTH, "encoder_embed_dim": DIM, "encoder_ffn_embed_dim": MLP,
            "encoder_attention_heads": HEADS, "activation_fn": "gelu", "layer_norm_first": norm_first,
            "ast_kernel_size_chan": patch[0], "ast_kernel_size_time": patch[1],
            "ast_kernel_stride_chan": patch[0], "ast_kernel_stride_time": patch[1],
            "enc_sine_pos": True, "enc_conv_pos": False, "decoder_layers": 1,
        }  # fmt: skip
        step = np.float64(0.25)
        legacy = norm_first  # the one as hydra's configuration, the other as command-line arguments
        checkpoint = {
            "args": argparse.Namespace(**settings) if legacy else None,
            "cfg": None if legacy else {"model": settings, "task": {"_name": "mae_ast_pretraining", "feature_dim": MELS}},
            "model": model.fairseq(),
            "criterion": {},
            "optimizer_history": [{"criterion_name": "mae_ast", "num_updates": 3, "lr_scheduler_state": {"best": None}}],
            "task_state": {},
            "extra_state": {"train_iterator": {"epoch": 1}, "val_loss": step, "metrics": [(0, "x", "AverageMeter", {"val": 1.5})]},
            "last_optimizer_state": {"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": []},
        }
        torch.save(checkpoint, OUT / f"mae_ast_{name}.pt")
        for frames in (64, 96):
            model.features(f"mae_ast_{name}.{frames}", frames)


def sincos(h, w):
    """get_2d_sincos_pos_embed_flexible for h x w (time x mel), without the row of the class token."""
    def one(pos):
        omega = 1.0 / 10000 ** (np.arange(DIM // 4, dtype=np.float64) / (DIM / 4.0))
        out = np.einsum("m,d->md", pos.reshape(-1), omega)
        return np.concatenate([np.sin(out), np.cos(out)], axis=1)

    grid = np.stack(np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)), axis=0)
    return torch.from_numpy(np.concatenate([one(grid[0]), one(grid[1])], axis=1)).float().unsqueeze(0)


def make_audio_mae():
    for name, norm in (("pretrained", "norm"), ("finetuned", "fc_norm")):
        model = stir(Timm(1, 16, 40, 1, norm=norm))
        model.pos_embed.data = torch.cat([torch.zeros(1, 1, DIM), sincos(5, 8)], dim=1)
        weights = model.state_dict()
        if name == "pretrained":
            del weights["head.weight"], weights["head.bias"]
            for key, shape in {
                "mask_token": (1, 1, 16), "decoder_pos_embed": (1, 41, 16), "decoder_embed.weight": (16, DIM), "decoder_embed.bias": (16,),
                "decoder_blocks.0.attn.relative_position_bias_table": (49, 2), "decoder_blocks.0.norm1.weight": (16,),
                "decoder_norm.weight": (16,), "decoder_norm.bias": (16,), "decoder_pred.weight": (256, 16), "decoder_pred.bias": (256,),
            }.items():  # fmt: skip
                weights[key] = torch.randn(shape)
            weights["decoder_blocks.0.attn.relative_position_index"] = torch.arange(16).reshape(4, 4)
        args = argparse.Namespace(model="mae_vit_base_patch16", output_dir=pathlib.PurePosixPath("/checkpoint/x"), lr=1e-3)
        extras = {"optimizer": {"state": {}, "param_groups": [{"betas": (0.9, 0.95)}]}, "epoch": 31, "scaler": {"scale": 65536.0}}
        torch.save({"model": weights, **extras, "args": args}, OUT / f"audio_mae_{name}.pth")
        for frames in (80, 48, 96):
            y = model.patch_embed.proj(spectrogram(frames).unsqueeze(1))  # [B, d, time, mel]
            times, mels = y.shape[2:]
            pos = torch.cat([model.pos_embed[:, :1], sincos(times, mels)], dim=1)
            x = model.run(y.flatten(2).transpose(1, 2), pos)
            mean = x[:, 1:].mean(1)
            pooled = F.layer_norm(mean, (DIM,), eps=1e-6) if name == "pretrained" else model.fc_norm(mean)
            keep(f"audio_mae_{name}.{frames}", pooled, x[:, 1:].reshape(-1, times, mels, DIM).transpose(1, 2))


def main():
    OUT.mkdir(exist_ok=True)
    torch.manual_seed(20)
    goldens["x"] = torch.randn(2, 96, MELS) * 0.5
    with torch.no_grad():
        make_vit()
        make_ssast()
        make_mae_ast()
        make_audio_mae()
    save_file(goldens, OUT / "goldens.safetensors")


if __name__ == "__main__":
    main()
