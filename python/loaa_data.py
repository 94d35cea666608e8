"""Data sets, splits and augmentation for train.py, drawn by the same seeded numbers as in LoAA Playground.

Layouts: a bundle's split.csv; Speech Commands; ESC-50; EPIC-SOUNDS; a table (path, label, and where there are any: part,
start, end); a folder for each class. The split of one seed is the page's own.
Sources: Blackman and Vigna 2018 (xoshiro128**); Park et al. 2019 (SpecAugment); YuanGongND/ast, src/dataloader.py;
epic-sounds-annotations, slowfast/datasets/spec_augment.py.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

SOUNDS = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aif", ".aiff"}
PARTS = ("train", "validation", "test")
U32 = 0xFFFFFFFF


class Random:
    """The page's seeded numbers: xoshiro128** seeded through splitmix32."""

    def __init__(self, seed: int):
        z, state = seed & U32, []
        for _ in range(4):
            z = (z + 0x9E3779B9) & U32
            t = ((z ^ (z >> 16)) * 0x21F0AAAD) & U32
            t = ((t ^ (t >> 15)) * 0x735A2D97) & U32
            state.append(t ^ (t >> 15))
        self.s = state

    @staticmethod
    def of(seed: int, purpose: str) -> "Random":
        """An independent stream for one purpose. Purposes are hashed by UTF-16 units, as JavaScript counts them."""
        hashed = (0x811C9DC5 ^ seed) & U32
        units = purpose.encode("utf-16-le", "surrogatepass")
        for low, high in zip(units[::2], units[1::2]):
            hashed = ((hashed ^ (low | high << 8)) * 0x01000193) & U32
        return Random(hashed ^ ((seed * 0x9E3779B1) & U32))

    def _next(self) -> int:
        s0, s1, s2, s3 = self.s
        x = (s1 * 5) & U32
        result = ((((x << 7) | (x >> 25)) & U32) * 9) & U32
        t = (s1 << 9) & U32
        s2 ^= s0
        s3 ^= s1
        self.s = [s0 ^ s3, s1 ^ s2, s2 ^ t, ((s3 << 11) | (s3 >> 21)) & U32]
        return result

    def uniform(self) -> float:
        return ((self._next() >> 5) * 67108864 + (self._next() >> 6)) / 9007199254740992

    def integer(self, n: int) -> int:
        return math.floor(self.uniform() * n)

    def normal(self) -> float:
        u = 1 - self.uniform()
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * self.uniform())

    def beta(self, a: int, b: int) -> float:
        gamma = lambda k: sum(-math.log(1 - self.uniform()) for _ in range(k))
        x = gamma(a)
        return x / (x + gamma(b))

    def shuffled(self, items) -> list:
        out = list(items)
        for i in range(len(out) - 1, 0, -1):
            j = self.integer(i + 1)
            out[i], out[j] = out[j], out[i]
        return out


# ---------------------------------------------------------------- data sets


@dataclass(frozen=True)
class Clip:
    id: str
    path: Path
    names: tuple[str, ...]
    """Class names; `labels` are their places among the classes."""
    part: str | None = None
    start: float | None = None
    end: float | None = None
    fold: int | None = None
    labels: tuple[int, ...] = ()


@dataclass
class Data:
    name: str
    layout: str
    clips: list[Clip]
    classes: list[str] | None = None
    """In the data set's own order; None for alphabetical."""
    parts: dict[str, list[Clip]] = field(default_factory=dict)
    root: str = ""
    """The folder that was given."""


def units(text: str) -> bytes:
    """A key that sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def cell(text: str) -> str:
    """A cell of our own csv files as it was: the apostrophe that keeps spreadsheets from running it is taken off."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def inert(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def rows_of(path) -> list[dict[str, str]]:
    text = Path(path).read_text("utf-8-sig")
    delimiter = "\t" if str(path).endswith(".tsv") else ","
    return list(csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter))


def sounds_in(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS and path.is_file())
    return sorted(found, key=lambda path: units(path.as_posix()))


def read_split(path, folder: Path, classes: list[str]) -> Data:
    """split.csv of a bundle: the page's clips in the page's parts and order."""
    clips = []
    for row in rows_of(path):
        own = [cell(row["path"]), row["path"]]
        places = [folder / p for p in own] + [folder / p.partition("/")[2] for p in own]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise FileNotFoundError(f"{own[0]} of {path} is not in {folder}.")
        labels = tuple(int(c) for c in row["classes"].split())
        times = [float(row[key]) if row[key] else None for key in ("start", "end")]
        names = tuple(classes[c] for c in labels)
        clips.append(Clip(cell(row["id"]), found, names, row["part"], *times, labels=labels))
    parts = {part: [clip for clip in clips if clip.part == part] for part in PARTS}
    return Data(folder.name, "split", clips, classes, parts)


def _speech_commands(folder: Path) -> Data | None:
    lists = {"validation_list.txt": "validation", "testing_list.txt": "test"}
    if not any((folder / name).exists() for name in lists):
        return None
    parts = {}
    for name, part in lists.items():
        if (folder / name).exists():
            parts.update((line.strip(), part) for line in (folder / name).read_text("utf-8").splitlines() if line.strip())
    clips = []
    for path in sounds_in(folder):
        inside = path.relative_to(folder)
        if len(inside.parts) > 1 and inside.parts[0] != "_background_noise_":
            part = parts.get(inside.as_posix(), "train")
            clips.append(Clip(f"{folder.name}/{inside.as_posix()}", path, (inside.parts[0],), part))
    return Data(folder.name, "speech-commands", clips)


def _esc50(folder: Path) -> Data | None:
    table = next((t for t in (folder / "meta" / "esc50.csv", folder / "esc50.csv") if t.exists()), None)
    if table is None:
        return None
    by_name = {path.name: path for path in sounds_in(folder)}
    rows = [row for row in rows_of(table) if row["filename"] in by_name]
    classes = [name for _, name in sorted({(int(row["target"]), row["category"]) for row in rows})]
    place = lambda row: f"{folder.name}/{by_name[row['filename']].relative_to(folder).as_posix()}"
    clips = [Clip(place(row), by_name[row["filename"]], (row["category"],), fold=int(row["fold"])) for row in rows]
    return Data(folder.name, "esc50", clips, classes)


def _epic_sounds(folder: Path) -> Data | None:
    tables = {"epic_sounds_train.csv": "train", "epic_sounds_validation.csv": "validation"}
    found = [(path, tables[path.name.lower()]) for path in sorted(folder.rglob("*.csv")) if path.name.lower() in tables]
    if not found:
        return None
    videos = {path.stem: path for path in sounds_in(folder)}
    clips, classes = [], {}
    for table, part in found:
        for row in rows_of(table):
            classes[int(row["class_id"])] = row["class"]
            if row["video_id"] in videos:
                start, end = (int(row[key]) / 24000 for key in ("start_sample", "stop_sample"))
                clips.append(Clip(row["annotation_id"], videos[row["video_id"]], (row["class"],), part, start, end))
    return Data(folder.name, "epic-sounds", clips, [classes[i] for i in sorted(classes)])


def _table(folder: Path) -> Data | None:
    """A csv or tsv with columns path (or file, filename) and label (or class, category, labels)."""
    for table in sorted([*folder.glob("*.csv"), *folder.glob("*.tsv")]):
        rows = rows_of(table)
        names = {name.lower(): name for name in (rows[0] if rows else {}) if name}
        pick = lambda *wanted: next((names[name] for name in wanted if name in names), None)
        path, label = pick("path", "file", "filename", "file_name"), pick("label", "class", "category", "labels")
        if path is None or label is None:
            continue
        part, start, end = pick("part", "split"), pick("start"), pick("end", "stop")
        aliases = {"valid": "validation", "val": "validation", "dev": "validation", "eval": "test", "training": "train"}
        clips = []
        for row in rows:
            own = tuple(name.strip() for name in row[label].split(";")) if label == names.get("labels") else (row[label],)
            where = row[part].strip().lower() if part else None
            times = [float(row[column]) if column and row[column] else None for column in (start, end)]
            stretch = "" if times[0] is None else f"#{times[0]:g}-{times[1]:g}" if times[1] is not None else f"#{times[0]:g}-"
            clips.append(Clip(f"{folder.name}/{row[path]}{stretch}", folder / row[path], own, aliases.get(where, where), *times))
        return Data(folder.name, "table", clips)
    return None


def _folders(folder: Path) -> Data | None:
    aliases = {"train": "train", "training": "train", "validation": "validation", "valid": "validation", "val": "validation", "test": "test"}
    clips = []
    for path in sounds_in(folder):
        inside = path.relative_to(folder)
        part = next((aliases[name.lower()] for name in inside.parts[:-1] if name.lower() in aliases), None)
        if len(inside.parts) > 1:
            clips.append(Clip(f"{folder.name}/{inside.as_posix()}", path, (path.parent.name,), part))
    return Data(folder.name, "folders", clips) if clips else None


LAYOUTS = (_speech_commands, _esc50, _epic_sounds, _table, _folders)


def read_data(folder, fold: int = 1) -> Data:
    """The data set in a folder, of whichever layout. Of folds, `fold` is held out for validation."""
    folder = Path(folder).resolve()
    data = next((found for layout in LAYOUTS if (found := layout(folder))), None)
    if data is None or not data.clips:
        raise ValueError(f"{folder} holds no data set: a folder for each class, or a table with path and label.")
    classes = data.classes or sorted({name for clip in data.clips for name in clip.names}, key=units)
    used = {name for clip in data.clips for name in clip.names}
    data.classes = [name for name in classes if name in used]
    return _labelled(data, fold)


def _labelled(data: Data, fold: int) -> Data:
    place = {name: i for i, name in enumerate(data.classes)}
    part = lambda clip: clip.part if clip.fold is None else ("validation" if clip.fold == fold else "train")
    data.clips = [replace(c, labels=tuple(sorted(place[name] for name in c.names)), part=part(c)) for c in data.clips]
    return data


def split(data: Data, seed: int, share: float = 0.2) -> Data:
    """Divides as the page does: prescribed parts are kept; without a validation part, of each class with n >= 2 clips
    max(1, round(share n)) are held out, but never all."""
    hold_out = not any(clip.part == "validation" for clip in data.clips)
    parts: dict[str, list[Clip]] = {part: [] for part in PARTS}
    ordered = sorted(data.clips, key=lambda clip: units(clip.id))
    for c, name in enumerate(data.classes):
        own = Random.of(seed, f"split class {name}").shuffled([clip for clip in ordered if clip.labels[:1] == (c,)])
        by_part = {part: [clip for clip in own if (clip.part or "train") == part] for part in PARTS}
        if hold_out:
            n = len(by_part["train"])
            held = 0 if n < 2 else min(n - 1, max(1, math.floor(share * n + 0.5)))
            by_part["validation"], by_part["train"] = by_part["train"][:held], by_part["train"][held:]
        for part in PARTS:
            parts[part] += by_part[part]
    data.parts = {part: Random.of(seed, f"split part {part}").shuffled(clips) for part, clips in parts.items()}
    return data


# ---------------------------------------------------------------- augmentation


@dataclass(frozen=True)
class Plan:
    """Everything that is drawn for one training example, before there is any sound."""

    clip: Clip
    partner: Clip | None
    share: float
    crops: tuple[float, float]
    frequency: list[tuple[int, int]]
    time: list[tuple[int, int]]
    noise: int | None


def _ast_masks(size: int, limit: float, random: Random) -> list[tuple[int, int]]:
    width = random.uniform() * limit
    start = int(random.uniform() * (size - width))
    return [(start, start + int(width))]


def _epic_masks(size: int, limit: float, random: Random) -> list[tuple[int, int]]:
    masks = []
    while len(masks) < 2:
        bound = min(random.integer(max(1, int(limit))), size - 1)
        if bound <= 0:
            break
        start = random.integer(size - bound)
        masks.append((start, start + random.integer(bound)))
    return masks


MASKS = {"ast": _ast_masks, "epic": _epic_masks}


def plan(run: dict, train: list[Clip], clip: Clip, random: Random) -> Plan:
    """Draws one example in the page's order, from the page's numbers: mixup, windows, masks. Noise alone is other noise:
    the page draws it value by value, here it has a generator of its own."""
    mixed = run["mixup"] > 0 and random.uniform() < run["mixup"]
    partner = train[random.integer(len(train))] if mixed else None
    share = random.beta(10, 10) if mixed else 1.0
    draw = lambda: random.uniform() if run["crop"] == "random" else 0.0
    crops = (draw(), draw() if mixed else 0.0)
    masks, limits = MASKS[run["masking"]], run["specAugment"]
    frequency = masks(128, limits["frequency"], random) if limits["frequency"] > 0 else []
    time = masks(run["frames"], limits["time"], random) if limits["time"] > 0 else []
    return Plan(clip, partner, share, crops, frequency, time, random.integer(2**31) if run["noise"] else None)


def epoch_plans(run: dict, train: list[Clip], epoch: int) -> list[list[Plan]]:
    """The batches of an epoch (0-based), whole: every process takes its share of each."""
    order = Random.of(run["seed"], f"order {epoch}").shuffled(train)
    batches = []
    for i in range(0, len(order), run["batch"]):
        random = Random.of(run["seed"], f"augment {epoch} {i // run['batch']}")
        batches.append([plan(run, train, clip, random) for clip in order[i : i + run["batch"]]])
    return batches


def example(plan: Plan, front, run: dict, classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A planned example: [T, M] and soft targets [C], with AST's augmentations in AST's order."""
    wave = _window(plan.clip, plan.crops[0], front, run)
    target = torch.zeros(classes)
    target[list(plan.clip.labels)] = plan.share
    if plan.partner is not None:
        other = _window(plan.partner, plan.crops[1], front, run)
        other = other - other.mean()
        other = torch.nn.functional.pad(other[: len(wave)], (0, max(0, len(wave) - len(other))))
        wave = plan.share * (wave - wave.mean()) + (1 - plan.share) * other
        wave = wave - wave.mean()
        target[list(plan.partner.labels)] += 1 - plan.share
    x = front.fitted(wave).clone()
    for start, end in plan.frequency:
        x[:, max(start, 0) : end] = x.mean() if run["masking"] == "epic" else 0.0
    for start, end in plan.time:
        x[max(start, 0) : end] = x.mean() if run["masking"] == "epic" else 0.0
    x = front.normalise(x)
    if plan.noise is not None:
        draws = np.random.default_rng(plan.noise)
        x = x + torch.from_numpy(draws.random(x.shape, np.float32)) * (draws.random() / 10)
        x = torch.roll(x, int(draws.integers(-10, 10)), 0)
    return x, target


def _window(clip: Clip, draw: float, front, run: dict) -> torch.Tensor:
    wave = front.wave(clip.path, clip.start, clip.end)
    if not front.windowed:
        return wave
    start = math.floor(draw * max(0, len(wave) - front.window)) if run["crop"] == "random" else 0
    return wave[start : start + front.window]
