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
    commands = {"bundle": bundle, "input": input, "onnx": onnx, "peft": peft, "interrupted": interrupted}
    print(json.dumps(commands[command](*given)))
