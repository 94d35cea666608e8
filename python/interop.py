"""The Python side of `npm run interop`: each command prints one line of JSON. It does not travel with bundles."""

import csv
import json
import subprocess
import sys
import warnings
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))
import loaa_ast
import loaa_data

torch.set_num_threads(1)


def bundle(folder, data, fixtures) -> dict:
    """Goldens of the filterbank; the bundle's own predictions of its clips against predictions.csv."""
    fixtures = Path(fixtures)
    index = json.loads((fixtures / "index.json").read_text())
    raw = lambda name: torch.frombuffer(bytearray((fixtures / name).read_bytes()), dtype=torch.float32)
    goldens = {}
    for name in index["fbank"]:
        made = loaa_ast.kaldi_fbank(raw(f"{name}.wave"))
        goldens[f"filterbank {name}"] = (made - raw(f"{name}.fbank").view(-1, 128)).abs().mean().item()
    made = loaa_ast.epic_log_mel(raw("epic_24k.wave"))
    goldens["EPIC-SOUNDS features"] = (made - raw("epic_24k.logmel").view(-1, 128)).abs().mean().item()
    for name, about in index["resample"].items():
        made = loaa_ast.resample(raw(f"{name}.in"), about["from"], about["to"])
        goldens[name] = (made - raw(f"{name}.out")).abs().mean().item() if len(made) == len(raw(f"{name}.out")) else float("inf")
    model = loaa_ast.load(folder)
    clips = loaa_data.read_split(Path(folder) / "split.csv", Path(data), model.labels)
    by_id = {clip.id: clip for clip in clips.clips}
    with open(Path(folder) / "predictions.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    gap = 0.0
    for row in rows:
        clip = by_id[loaa_data.cell(row[0])]
        scores = dict(model.predict(clip.path, clip.start, clip.end))
        gap = max(gap, *(abs(scores[label] - float(value)) for label, value in zip(model.labels, row[5:])))
    evaluated = len(clips.parts["validation"]) + len(clips.parts["test"])
    tensors, about = loaa_ast.read_parity(Path(folder) / loaa_ast.WEIGHTS)
    kinds = {str(value.dtype).removeprefix("torch.") for value in tensors.values()}
    dtype = " ".join(sorted(kinds)) + " " + about["format"]
    return {"goldens": goldens, "dtype": dtype, "predictions": {"clips": len(rows), "rows": evaluated, "gap": gap}}


def layouts(asked) -> list:
    """What the readers of train.py make of folders, in the page's words: [[folder, [split options]], ...] in a file."""
    import loaa_layouts

    out = []
    for folder, options in json.loads(Path(asked).read_text("utf-8")):
        data = loaa_layouts.read_dataset(folder)
        segment = lambda clip: clip.segment and {"start": clip.segment[0], "end": clip.segment[1]}
        clips = [
            {"id": c.id, "labels": c.labels, "part": c.part, "fold": c.fold, "segment": segment(c), "group": c.group}
            for c in data.clips
        ]
        splits = []
        for patch in options:
            parts = loaa_data.divide(data, {**loaa_data.DEFAULT_SPLIT, **patch})
            splits.append({part: [clip.id for clip in own] for part, own in parts.items()})
        told = {"layout": data.layout, "name": data.name, "classes": data.classes, "multiLabel": data.multi_label}
        mark = loaa_layouts.fingerprint(data)
        out.append({**told, "folds": data.folds, "clips": clips, "fingerprint": mark, "splits": splits})
    return out


def prepared(folder, data) -> dict:
    """train.py --split seed on the bundle's own folder: whether the clips are in the bundle's parts and order, and how far
    the measured statistics are from the page's."""
    import train

    train_py = lambda *more: train.prepare(train.arguments(["--run", folder, "--data", data, "--out", "none", *more]))
    (own, _, _), (settings, drawn, _) = train_py(), train_py("--split", "seed")
    order = lambda read: [[clip.part, clip.id, clip.start, clip.end, clip.labels] for clip in read.clips]
    bundled = loaa_data.read_split(Path(folder) / "split.csv", Path(data), own["labels"])
    same = order(bundled) == order(drawn) and own["labels"] == settings["labels"]
    gap = max(abs(own[key] - settings[key]) for key in ("mean", "std"))
    return {"same": same, "clips": len(drawn.clips), "gap": gap, "fingerprint": drawn.fingerprint == own["data"]["fingerprint"]}


def dtypes(folder) -> list[str]:
    """Of the adapter that train.py wrote, and of the moments that it goes on with."""
    kept = torch.load(Path(folder) / "checkpoint.pt", weights_only=True)
    moments = [value for own in kept["optimiser"]["state"].values() for value in own.values()]
    tensors = [*loaa_ast.load_file(str(Path(folder) / loaa_ast.WEIGHTS)).values(), *moments, *kept["state"].values()]
    return sorted({str(tensor.dtype).removeprefix("torch.") for tensor in tensors})


def methods(folder, data) -> dict:
    """Of a bundle for each method: the page's logits, and train.py's run from the page's settings: its losses, the weights."""
    import contextlib

    import train

    out = {}
    for path in sorted(path for path in Path(folder).iterdir() if path.is_dir()):
        bundle, trained = path / "bundle", path / "trained"
        given = input(bundle)
        with torch.inference_mode():
            logits = loaa_ast.load(bundle)(torch.tensor(given["input"]).view(given["shape"]))[0]
        with contextlib.redirect_stdout(sys.stderr):
            train.main(["--run", str(bundle), "--data", data, "--out", str(trained), "--cpu"])
        losses = lambda at: [float(row["loss"]) for row in csv.DictReader(open(at / "history.csv", newline=""))]
        page, here = (loaa_ast.load_file(str(at / loaa_ast.WEIGHTS)) for at in (bundle, trained))
        pairs = list(zip(losses(bundle), losses(trained), strict=True))
        out[path.name] = {
            "logits": (logits - torch.tensor(given["logits"])).abs().max().item(),
            "loss": max(abs(a - b) for a, b in pairs),
            "steps": len(pairs),
            "shapes": {n: t.shape for n, t in page.items()} == {n: t.shape for n, t in here.items()},
            "dtypes": sorted({str(t.dtype).removeprefix("torch.") for t in here.values()}),
        }
    return out


# Our parameter names of what methods place in a layer, as adapter_model.safetensors has them.
PLACED = {
    "attn_adapter": "loaa_attn", "ffn_adapter": "loaa_ffn", "attn_houlsby": "houlsby_attn", "ffn_houlsby": "houlsby_ffn",
    "attn_convpass": "adapter_attn", "ffn_convpass": "adapter_mlp", "prompt_embeddings": "prompt_embeddings", "prefix": "prefix",
}  # fmt: skip
HEAD = {"head_norm": "classifier.layernorm", "head": "classifier.dense"}


def _file_name(name: str) -> str:
    outer, _, rest = name.partition(".")
    if outer in HEAD:
        return f"{loaa_ast.PREFIX}{HEAD[outer]}.{rest}"
    if outer == "blocks":
        layer, module, inside = (*rest.split(".", 2), "")[:3]
        if "lora_" in inside:
            return f"{loaa_ast.PREFIX}audio_spectrogram_transformer.layers.{layer}.{loaa_ast.FILE_MODULES[module]}.{inside}"
        if module in PLACED:
            inside = f".{inside}" if inside else ""
            return f"{loaa_ast.PREFIX}audio_spectrogram_transformer.encoder.layer.{layer}.{PLACED[module]}{inside}"
    return f"{loaa_ast.PREFIX}backbone.{name}"


def _trained_like(settings, backbone, tensors, inputs, targets, optimise, name) -> dict:
    """A golden's steps in this project's model: relative gaps of its first logits and last weights."""
    prefix = lambda kind: {n[len(kind) :]: t for n, t in tensors.items() if n.startswith(kind)}
    model = loaa_ast.LoaaAst(settings, backbone)
    model.load_state({_file_name(n): t for n, t in prefix(f"{name}initial.").items()})
    optimiser, losses, first = optimise(model.trained().values()), [], None
    for x, y in zip(inputs, targets):
        logits = model(x)
        first = logits.detach() if first is None else first
        loss = y(logits)
        optimiser.zero_grad()
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
    relative = lambda a, b, counts=True: (((a - b).abs() * counts).max() / b.abs().max().clamp(min=1e-12)).item()
    final, gradient, state = prefix(f"{name}final."), prefix(f"{name}gradient."), model.state()
    # What has no true gradient (softmax is blind to the bias of the keys) Adam moves at random, in PyTorch too.
    counts = {n: g.abs() >= 1e-5 * g.abs().max() for n, g in gradient.items()}
    return {
        "logits": relative(first, tensors[f"{name}logits"]),
        "losses": losses,
        "final": max(relative(state[_file_name(n)], t, counts[n]) for n, t in final.items()),
        "trainable": sum(p.numel() for p in model.trained().values()),
    }


def goldens(folder) -> dict:
    """Every case of fixtures-methods: logits, losses and weights of three steps, against PEFT's LoRA and plain PyTorch."""
    from torch.nn.functional import cross_entropy

    tensors, about = loaa_ast.read_parity(Path(folder) / "methods.safetensors")
    checkpoint = loaa_ast.canonical(loaa_ast.read_weights(Path(folder) / "methods_backbone.safetensors"))
    dim, depth = checkpoint["cls"].shape[2], sum(n.endswith("norm1.weight") for n in checkpoint)
    shape = {
        "dim": dim, "depth": depth, "heads": int(about["heads"]), "mlpDim": 4 * dim, "patch": [16, 16], "prefixTokens": 2,
        "positionGrid": [3, 3], "normOrder": "pre", "pooling": "prefix-mean", "blockEps": 1e-6,
    }  # fmt: skip
    usual = {"layers": None, "bias": False, "frames": tensors["inputs"].shape[2], "frontEnd": "ast", "crop": "start", "views": 1, "hop": None, "loss": "ce"}
    out = {}
    for name, case in json.loads(about["cases"]).items():
        classes = len(tensors[f"{name}.initial.head.bias"])
        run = {**usual, **case["settings"], "stride": case["stride"]}
        settings = {"run": run, "labels": [str(c) for c in range(classes)], "backbone": {"config": shape}}
        optimise = lambda own: torch.optim.Adam(own, float(about["rate"]), betas=(0.95, 0.999), weight_decay=5e-7)
        targets = [lambda z, y=y: cross_entropy(z, y.long()) for y in tensors["labels"]]
        got = _trained_like(settings, checkpoint, tensors, tensors["inputs"], targets, optimise, f"{name}.")
        gap = max(abs(a - b) for a, b in zip(got.pop("losses"), case["losses"], strict=True))
        out[name] = {**got, "loss": gap, "trainable": got["trainable"] == case["trainable"]}
    return out


def input(folder) -> dict:
    """The model's input for the bundle's sound, and the page's logits."""
    expected, _ = loaa_ast.read_parity(Path(folder) / "parity.safetensors")
    settings = loaa_ast.read_settings(folder)
    front = loaa_ast.FrontEnd(settings["run"], settings["mean"], settings["std"])
    x = front.normalise(expected["filterbank"])[None]
    return {"input": x.flatten().tolist(), "shape": list(x.shape), "logits": expected["logits"].tolist()}


def onnx(folder, file) -> dict:
    """The ONNX file in onnxruntime, for a batch of two."""
    import numpy as np
    import onnxruntime

    given = input(folder)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    x = np.asarray(given["input"], np.float32).reshape(given["shape"])
    (logits,) = session.run(None, {"input_values": np.concatenate([x, x])})
    gap = float(np.abs(logits - np.asarray(given["logits"])[None]).max())
    try:
        import onnx as package
    except ImportError:
        return {"gap": gap, "opset": 0, "checked": None}
    model = package.load(file)
    package.checker.check_model(model)
    return {"gap": gap, "opset": next(o.version for o in model.opset_import if o.domain == ""), "checked": True}


def peft(folder) -> dict:
    """The LoRA bundle as PEFT alone loads it."""
    from peft import PeftModel

    given = input(folder)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        model = PeftModel.from_pretrained(loaa_ast.backbone(folder), folder).eval()
    with torch.inference_mode():
        logits = model(torch.tensor(given["input"]).view(given["shape"])).logits[0]
    adapted = sum(hasattr(module, "lora_A") for module in model.modules())
    about = [str(w.message) for w in said if "adapter" in str(w.message).lower() or "keyword" in str(w.message)]
    return {"gap": (logits - torch.tensor(given["logits"])).abs().max().item(), "warnings": about, "adapted": adapted}


def interrupted(programs, folder, data, out) -> dict:
    """Two epochs in one go, and one epoch, a stop, and the second: the largest difference of a weight."""
    run = [sys.executable, str(Path(programs) / "train.py"), "--run", folder, "--data", data, "--cpu"]
    whole, halves = f"{out}-whole", f"{out}-halves"
    go = lambda *more: subprocess.run([*run, *more], check=True, capture_output=True, text=True)
    go("--out", whole)
    subprocess.run([*run, "--out", halves, "--stop-after", "1"], check=True, capture_output=True)
    go("--out", halves)
    a, b = (loaa_ast.load_file(str(Path(place) / loaa_ast.WEIGHTS)) for place in (whole, halves))
    return {"gap": max((a[name] - b[name]).abs().max().item() for name in a) if a.keys() == b.keys() else float("inf")}


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    commands = {"bundle": bundle, "input": input, "onnx": onnx, "peft": peft, "interrupted": interrupted, "layouts": layouts,
                "prepared": prepared, "dtypes": dtypes, "methods": methods, "goldens": goldens}
    print(json.dumps(commands[command](*given)))
