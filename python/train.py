"""The experiment of a run.json on PyTorch, from one processor to many nodes.

    accelerate launch train.py --run run.json --data FOLDER --out trained
    torchrun --nproc-per-node 8 train.py --run run.json --data FOLDER --out trained

Order, initial weights and augmentation are drawn from the run's seed as LoAA Playground draws them, so that the same
settings give the same losses up to rounding, on any number of processes: `batch` is that of all processes together.
Mixed precision is Accelerate's (`--mixed_precision bf16` of accelerate launch). Started again with the same --out, it goes
on after the last finished epoch. What it writes drops into the page: adapter_model.safetensors, adapter_config.json,
run.json, history.csv, metrics.json, split.csv, predictions.csv.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import math
import os
import sys
import time
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.utils import gather_object
from torch.utils.data import DataLoader, Dataset

sys.path.insert(0, str(Path(__file__).resolve().parent))
import loaa_ast
import loaa_data
from loaa_data import Random

OPTIMISERS = {
    "adam": lambda params, rate, decay: torch.optim.Adam(params, rate, (0.95, 0.999), 1e-8, 5e-7 if decay is None else decay),
    "adamw": lambda params, rate, decay: torch.optim.AdamW(params, rate, (0.9, 0.999), 1e-8, 0.01 if decay is None else decay),
}


def _epic(epoch: float, epochs: int, rate: float) -> float:
    if epoch < 2:
        start = min(1.0, 1e-6 / rate)
        return start + (1 - start) * epoch / 2
    return 0.01 if epoch >= 20 else 0.05 if epoch >= 10 else 1.0


# The learning rate's factor at a fractional epoch, 0-based.
SCHEDULES = {
    "constant": lambda epoch, epochs, rate: 1.0,
    "step": lambda epoch, epochs, rate: 0.85 ** max(0, math.floor(epoch) - 4),
    "cosine": lambda epoch, epochs, rate: 0.5 * (1 + math.cos(math.pi * epoch / epochs)),
    "epic": _epic,
}

# Loss of each example [B], from logits and soft targets [B, C].
LOSSES = {
    "ce": lambda z, y: -(y * z.log_softmax(1)).sum(1),
    "bce": lambda z, y: torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none").mean(1),
}


def initial_state(model: loaa_ast.LoaaAst) -> None:
    """The page's initial weights of the run's seed."""
    run, backbone = model.settings["run"], model.settings["backbone"]["config"]
    placed, head = Random.of(run["seed"], "adapters"), Random.of(run["seed"], "head")

    def drawn(parameter, draw):
        return torch.tensor([draw() for _ in range(parameter.numel())], dtype=torch.float64).view(parameter.shape)

    def uniform(parameter, bound, random):
        return drawn(parameter, lambda: (2 * random.uniform() - 1) * bound)

    with torch.no_grad():
        for name, parameter in model.placed.named_parameters():
            shape, taps = parameter.shape, math.prod(parameter.shape[2:])
            if "prefix." in name:
                parameter.copy_(drawn(parameter, lambda: placed.normal() * 0.02))
            elif name.endswith("prompt_embeddings"):
                p, q = backbone["patch"]
                parameter.copy_(uniform(parameter, math.sqrt(6 / (3 * p * q + shape[2])), placed))
            elif name.endswith("adapter_conv.weight"):
                torch.nn.init.dirac_(parameter)
            elif name.endswith("lora_A.weight"):
                parameter.copy_(uniform(parameter, 1 / math.sqrt(shape[1]), placed))
            elif name.endswith("down.weight"):
                parameter.copy_(uniform(parameter, math.sqrt(6 / (taps * shape[0] + taps * shape[1])), placed))
            else:  # up, lora_B and every bias
                parameter.zero_()
        norm, dense = model.ast.classifier.layernorm, model.ast.classifier.dense
        torch.nn.init.ones_(norm.weight), torch.nn.init.zeros_(norm.bias)
        for parameter in (dense.weight, dense.bias):
            parameter.copy_(uniform(parameter, 1 / math.sqrt(dense.in_features), head))


class Batches(Dataset):
    """This process's share of each batch of an epoch: inputs, targets, and how many examples the whole batch has."""

    def __init__(self, plans, front, run, classes, rank, world):
        self.plans, self.front, self.run, self.classes = plans, front, run, classes
        self.rank, self.world = rank, world

    def __len__(self):
        return len(self.plans)

    def __getitem__(self, i):
        own = self.plans[i][self.rank :: self.world]
        made = [loaa_data.example(plan, self.front, self.run, self.classes) for plan in own]
        if not made:  # fewer examples than processes: an input that counts for nothing
            return torch.zeros(0, self.front.frames, loaa_ast.MEL_BINS), torch.zeros(0, self.classes), len(self.plans[i])
        x, y = zip(*made)
        return torch.stack(x), torch.stack(y), len(self.plans[i])


class Evaluated(Dataset):
    """All windows of each clip."""

    def __init__(self, clips, front):
        self.clips, self.front = clips, front

    def __len__(self):
        return len(self.clips)

    def __getitem__(self, i):
        clip = self.clips[i]
        return i, self.front.inputs(self.front.wave(clip.path, clip.start, clip.end))


def loader(dataset, workers: int) -> DataLoader:
    return DataLoader(dataset, batch_size=None, num_workers=workers)


def statistics(clips, front) -> tuple[float, float]:
    """Mean and standard deviation of the training part's features, padding included, in float64."""
    count, mean, squares = 0, 0.0, 0.0
    for clip in clips:
        for window in front.windows(front.wave(clip.path, clip.start, clip.end)):
            x = front.fitted(window).double()
            n, own = x.numel(), x.mean().item()
            gap, total = own - mean, count + x.numel()
            squares += ((x - own) ** 2).sum().item() + gap * gap * count * n / total
            mean += gap * n / total
            count = total
    return mean, math.sqrt(squares / count)


def average_precision(scores: torch.Tensor, positive: torch.Tensor) -> float | None:
    """scikit-learn's average_precision_score, ties included; None where nothing is positive."""
    if not positive.any():
        return None
    order = scores.argsort(descending=True, stable=True)
    scores, positive = scores[order], positive[order].double()
    last = torch.cat([scores[1:] != scores[:-1], torch.tensor([True])])  # of each run of equal scores
    true = positive.cumsum(0)[last]
    precision = true / (torch.arange(len(scores)) + 1)[last]
    recall = true / positive.sum()
    return ((recall - torch.cat([recall.new_zeros(1), recall[:-1]])) * precision).sum().item()


def measure(logits: torch.Tensor, clips, loss_name: str) -> dict:
    """Loss, top-1, top-5, mAP and average precisions of logits [n, C]; the page ranks clips by logits, too."""
    n, classes = logits.shape
    truth = torch.zeros(n, classes, dtype=torch.bool)
    for i, clip in enumerate(clips):
        truth[i, list(clip.labels)] = True
    loss = LOSSES[loss_name](logits, truth.double()).mean().item()
    labelled = truth.any(1)
    places = logits.argsort(dim=1, descending=True, stable=True)
    top = lambda k: truth.gather(1, places[:, :k]).any(1)[labelled].double().mean().item()
    precisions = [average_precision(logits[:, c], truth[:, c]) for c in range(classes)]
    present = [value for value in precisions if value is not None]
    return {"loss": loss, "top1": top(1), "top5": top(5), "mAP": sum(present) / max(1, len(present)), "averagePrecision": precisions}


@torch.inference_mode()
def evaluate(model, inner, clips, accelerator, workers: int) -> torch.Tensor:
    """Logits [n, C] of clips, which are shared among the processes; of several windows those of their mean scores."""
    model.eval()
    rank, world = accelerator.process_index, accelerator.num_processes
    own = range(rank, len(clips), world)
    found = []
    for i, x in loader(Evaluated([clips[j] for j in own], inner.front_end), workers):
        with accelerator.autocast():
            logits = inner(x.to(accelerator.device)).double().cpu()
        found.append((own[i], (logits[0] if len(logits) == 1 else inner.pooled(logits)).tolist()))
    everyone = gather_object(found)
    out = torch.zeros(len(clips), len(inner.labels), dtype=torch.float64)
    for i, row in everyone:
        out[i] = torch.tensor(row, dtype=torch.float64)
    return out


def train_epoch(epoch, run, model, inner, optimiser, train, accelerator, given, started) -> list[dict]:
    """One epoch of steps; a row of history.csv each."""
    model.train()
    rank, world = accelerator.process_index, accelerator.num_processes
    plans = loaa_data.epoch_plans(run, train, epoch)
    batches = loader(Batches(plans, inner.front_end, run, len(inner.labels), rank, world), given.workers)
    loss_of, rows = LOSSES[run["loss"]], []
    for i, (x, y, n) in enumerate(batches):
        factor = SCHEDULES[run["schedule"]](epoch + i / len(plans), run["epochs"], run["learningRate"])
        rate = run["learningRate"] * factor
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.zero_grad()
        size = given.micro_batch or max(1, len(x))
        # Every process takes part in every pass, with an input that counts for nothing where it has none of its own.
        passes = max(1, math.ceil(math.ceil(n / world) / size))
        loss_sum, right = torch.zeros((), device=accelerator.device), torch.zeros((), device=accelerator.device)
        for k in range(passes):
            part, target = x[k * size : (k + 1) * size], y[k * size : (k + 1) * size]
            empty = len(part) == 0
            if empty:
                part, target = torch.zeros(1, *x.shape[1:]), torch.zeros(1, y.shape[1])
            part, target = part.to(accelerator.device), target.to(accelerator.device)
            last = k == passes - 1
            with model.no_sync() if world > 1 and not last and hasattr(model, "no_sync") else _nothing():
                with accelerator.autocast():
                    logits = model(part)
                each = loss_of(logits.float(), target) * (0.0 if empty else 1.0)
                # Gradients are averaged over processes: times their number, over the whole batch, they are its mean.
                accelerator.backward(each.sum() * world / n)
            loss_sum += each.detach().sum()
            if not empty:
                wanted = target.amax(1)
                chosen = target.gather(1, logits.argmax(1, keepdim=True))[:, 0]
                right += ((chosen == wanted) & (wanted > 0)).sum()
        optimiser.step()
        loss, accuracy = (accelerator.reduce(torch.stack([loss_sum, right.float()]), "sum") / n).tolist()
        if not math.isfinite(loss):
            raise FloatingPointError(f"Step {epoch * len(plans) + i + 1}: the loss is {loss}. Lower the learning rate.")
        step = epoch * len(plans) + i + 1
        seconds = time.monotonic() - started
        rows.append({"step": step, "epoch": step / len(plans), "seconds": seconds, "loss": loss, "accuracy": accuracy, "learning_rate": rate, "clips": n})
    return rows


class _nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return False


def better(a: dict, b: dict | None) -> bool:
    return b is None or (a["top1"], a["mAP"], -a["loss"]) > (b["top1"], b["mAP"], -b["loss"])


def write_csv(path: Path, header: list, rows) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        for row in (header, *rows):
            writer.writerow([loaa_data.inert(value) if isinstance(value, str) else value for value in row])


def write_out(out: Path, model, state, data, progress: dict, scores: dict, accelerator) -> None:
    """Everything that the page and `loaa_ast.load` read, of the best epoch so far."""
    settings, labels = model.settings, model.labels
    best = progress["best"]
    settings["best"] = best and {key: best[key] for key in ("epoch", "top1", "mAP")}
    parts = {part: len(clips) for part, clips in data.parts.items()}
    told = {
        **settings,
        "createdAt": progress["createdAt"],
        "backend": f"PyTorch {torch.__version__}, {accelerator.num_processes} x {accelerator.device.type}",
        "data": {"name": data.name, "layout": data.layout, "parts": parts, "split": data.split, "fingerprint": data.fingerprint},
        "outcome": "finished" if progress["finished"] else "stopped",
        "seconds": progress["seconds"],
        "total": sum(p.numel() for p in loaa_ast.backbone_parameters(model.ast).values()),
        "epochs": progress["epochs"],
    }
    loaa_ast.save(model, out, state)
    (out / loaa_ast.RUN).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    columns = ["step", "epoch", "seconds", "loss", "accuracy", "learning_rate"]
    write_csv(out / "history.csv", columns, ([row[c] for c in columns] for row in progress["steps"]))
    named = lambda m: m and {**m, "averagePrecision": [{"label": l, "value": v} for l, v in zip(labels, m["averagePrecision"])]}
    metrics = {part: named(progress["measures"].get(part)) for part in ("validation", "test")}
    metrics = {"best": settings["best"], "trainable": settings["trainable"], **metrics}
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2, ensure_ascii=False) + "\n", "utf-8")
    of = lambda clip: " | ".join(labels[c] for c in clip.labels)
    blank = lambda value: "" if value is None else value
    clips = [(part, clip) for part in loaa_data.PARTS for clip in data.parts[part]]
    # The paths are as the page would name them: below the folder that was given.
    root = Path(data.root)
    place = lambda clip: f"{root.name}/{os.path.relpath(clip.path, root)}".replace(os.sep, "/")
    write_csv(
        out / "split.csv",
        ["id", "path", "start", "end", "part", "classes", "labels"],
        ([c.id, place(c), blank(c.start), blank(c.end), part, " ".join(map(str, c.labels)), of(c)] for part, c in clips),
    )
    rows = []
    for part, table in scores.items():
        for clip, row in zip(data.parts[part], table.tolist()):
            top = max(range(len(row)), key=row.__getitem__)
            rows.append([clip.id, part, of(clip), labels[top], row[top], *row])
    write_csv(out / "predictions.csv", ["id", "part", "labels", "predicted", "score", *labels], rows)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True, help="run.json of a bundle, or the bundle's folder")
    parser.add_argument("--data", required=True, help="the folder of sounds")
    parser.add_argument("--out", required=True, help="where the adapter goes, and from where a broken run goes on")
    parser.add_argument("--split", default=None, help="split.csv; the one beside run.json where there is one; 'seed' to draw it")
    options = parser.add_argument_group("the split of --split seed", "as run.json has it where nothing is given here")
    options.add_argument("--split-seed", type=int, help="by default that of run.json's split, else the run's")
    options.add_argument("--validation-share", type=float, help="share of each class that is held out where the data prescribes nothing")
    options.add_argument("--fold", type=int, help="the fold that is held out")
    options.add_argument("--held-out-fold", choices=["validation", "test"], help="what it is for; for the test, the next one is for validation")
    options.add_argument("--train-per-class", type=int, help="train on at most so many clips of each class")
    options.add_argument("--max-clips", type=int, help="keep at most so many clips in all")
    options.add_argument("--columns", help="JSON file that says what a table's columns mean: {table, columns: {name: role}, separator}")
    parser.add_argument("--base", default=None, help="the backbone's weights: a file, a folder or a hub repository")
    parser.add_argument("--init", default=None, help="adapter_model.safetensors to begin with, in place of the seed's weights")
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--stop-after", type=int, default=None, help="leave off after so many epochs of this call; the next goes on")
    parser.add_argument("--micro-batch", type=int, default=None, help="examples that go through the model at once, a process")
    parser.add_argument("--workers", type=int, default=0, help="processes that read sounds, for each process that trains")
    parser.add_argument("--cpu", action="store_true", help="train on processors; with accelerate launch --multi_gpu on several")
    parser.add_argument("--statistics", choices=["auto", "run", "data"], default="auto", help="mean and deviation from run.json, or measured; auto: from run.json with its own split")
    return parser.parse_args(given)


def split_options(given, settings: dict) -> dict:
    """What was given, over what run.json says of its split, over the page's own beginning."""
    told = settings.get("data", {}).get("split") or {"seed": settings["run"]["seed"]}
    asked = {
        "seed": given.split_seed, "validationShare": given.validation_share, "fold": given.fold,
        "heldOutFold": given.held_out_fold, "trainPerClass": given.train_per_class, "maxClips": given.max_clips,
    }  # fmt: skip
    return {**loaa_data.DEFAULT_SPLIT, **told, **{key: value for key, value in asked.items() if value is not None}}


def prepare(given) -> tuple[dict, loaa_data.Data, Path]:
    """Settings and data; classes, split and statistics of the data where it is not the bundle's own."""
    path = Path(given.run)
    folder = path if path.is_dir() else path.parent
    settings = json.loads((path / loaa_ast.RUN if path.is_dir() else path).read_text("utf-8"))
    if given.epochs:
        settings["run"]["epochs"] = given.epochs
    run, root = settings["run"], Path(given.data).resolve()
    own = folder / "split.csv" if given.split is None else Path(given.split)
    from_split = given.split != "seed" and own.exists()
    if from_split:
        data = loaa_data.read_split(own, root, settings["labels"])
        if given.split is None:  # the run's own: what the page knows it by holds for what is trained here
            told = settings.get("data", {})
            data.name, data.layout = told.get("name", data.name), told.get("layout", data.layout)
            data.split, data.fingerprint = told.get("split"), told.get("fingerprint")
    else:
        columns = json.loads(Path(given.columns).read_text("utf-8")) if given.columns else None
        data = loaa_data.read_folder(root, split_options(given, settings), columns)
        settings["labels"] = data.classes
    measured = given.statistics == "data" or (given.statistics == "auto" and not from_split)
    if run["normalisation"]:
        settings["mean"], settings["std"] = run["normalisation"]["mean"], run["normalisation"]["std"]
    elif measured:
        settings["mean"], settings["std"] = statistics(data.parts["train"], loaa_ast.FrontEnd(run, 0.0, 0.5))
    return settings, data, folder


def main(given: list[str] | None = None) -> None:
    given = arguments(given)
    accelerator = Accelerator(cpu=given.cpu)
    settings, data, folder = prepare(given)
    run, out = settings["run"], Path(given.out)
    if run["loss"] == "ce" and any(len(clip.labels) != 1 for clip in data.clips):
        raise ValueError("Cross entropy asks for exactly one class a clip: set the run's loss to bce.")
    inner = loaa_ast.LoaaAst(settings, loaa_ast.base_weights(settings, folder, given.base))
    if given.init:
        inner.load_state(loaa_ast.load_file(given.init))
    else:
        initial_state(inner)
    trained = inner.trained()
    settings["trainable"] = sum(parameter.numel() for parameter in trained.values())
    patch = settings["backbone"]["config"]["patch"]
    settings["grid"] = [(size - p) // s + 1 for size, p, s in zip((loaa_ast.MEL_BINS, run["frames"]), patch, run["stride"])]
    optimiser = OPTIMISERS[run["optimiser"]](list(trained.values()), run["learningRate"], run["weightDecay"])
    progress = {"epoch": 0, "best": None, "steps": [], "epochs": [], "measures": {}, "seconds": 0.0, "finished": False,
                "createdAt": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")}  # fmt: skip
    best_state, best_scores = None, {}
    checkpoint = out / "checkpoint.pt"
    kept = torch.load(checkpoint, map_location="cpu", weights_only=True) if checkpoint.exists() else None
    if kept:
        if kept["run"] != json.dumps(run, sort_keys=True):
            raise ValueError(f"{checkpoint} is of another run: give another --out, or remove it.")
        inner.load_state(kept["state"])
        progress, best_state, best_scores = kept["progress"], kept["best_state"], kept["best_scores"]
    model, optimiser = accelerator.prepare(inner, optimiser)
    if kept:
        optimiser.load_state_dict(kept["optimiser"])
        if accelerator.scaler is not None and kept["scaler"]:
            accelerator.scaler.load_state_dict(kept["scaler"])
        accelerator.print(f"goes on after epoch {progress['epoch']}")
    accelerator.print(f"{settings['trainable']} trained parameters, {len(data.parts['train'])} training clips, {accelerator.num_processes} processes")

    started, first = time.monotonic() - progress["seconds"], progress["epoch"]
    while progress["epoch"] < run["epochs"]:
        if given.stop_after is not None and progress["epoch"] - first >= given.stop_after:
            accelerator.end_training()
            return
        epoch = progress["epoch"]
        rows = train_epoch(epoch, run, model, inner, optimiser, data.parts["train"], accelerator, given, started)
        clips = sum(row["clips"] for row in rows)
        mean = lambda key: sum(row[key] * row["clips"] for row in rows) / clips
        logits = evaluate(model, inner, data.parts["validation"], accelerator, given.workers)
        measures = measure(logits, data.parts["validation"], run["loss"])
        point = {"epoch": epoch + 1, "step": rows[-1]["step"], "trainLoss": mean("loss"), "trainTop1": mean("accuracy"),
                 **{key: measures[key] for key in ("loss", "top1", "mAP")}}  # fmt: skip
        progress["steps"] += [{key: value for key, value in row.items() if key != "clips"} for row in rows]
        progress["epochs"].append(point)
        if better(point, progress["best"]):
            progress["best"], best_state = point, inner.state()
            progress["measures"], best_scores = {"validation": measures}, {"validation": inner.scores(logits)}
        progress["epoch"], progress["seconds"] = epoch + 1, time.monotonic() - started
        accelerator.print(f"epoch {epoch + 1}: training loss {point['trainLoss']:.4f}, validation loss {point['loss']:.4f}, top-1 {100 * point['top1']:.1f}%, mAP {point['mAP']:.4f}")
        if accelerator.is_main_process:
            scaler = accelerator.scaler.state_dict() if accelerator.scaler is not None else {}
            whole = {"run": json.dumps(run, sort_keys=True), "state": inner.state(), "optimiser": optimiser.state_dict(), "scaler": scaler,
                     "progress": progress, "best_state": best_state, "best_scores": best_scores}  # fmt: skip
            write_out(out, inner, best_state, data, progress, best_scores, accelerator)
            torch.save(whole, f"{checkpoint}.part")
            os.replace(f"{checkpoint}.part", checkpoint)
        accelerator.wait_for_everyone()

    inner.load_state(best_state)
    if data.parts["test"]:
        logits = evaluate(model, inner, data.parts["test"], accelerator, given.workers)
        best_scores["test"] = inner.scores(logits)
        progress["measures"]["test"] = measure(logits, data.parts["test"], run["loss"])
    progress["finished"] = True
    if accelerator.is_main_process:
        write_out(out, inner, best_state, data, progress, best_scores, accelerator)
    accelerator.print(f"best epoch {progress['best']['epoch']}: top-1 {100 * progress['best']['top1']:.1f}%; written to {out}")
    accelerator.end_training()


if __name__ == "__main__":
    main()
