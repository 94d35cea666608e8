"""Data sets, splits and augmentation for train.py, drawn by the same seeded numbers as in LoAA Playground.

Data is a bundle's split.csv, or a folder of any layout (loaa_layouts.py). The split of one seed is the page's own.
Sources: Blackman and Vigna 2018 (xoshiro128**); Park et al. 2019 (SpecAugment); YuanGongND/ast, src/dataloader.py;
epic-sounds-annotations, slowfast/datasets/spec_augment.py.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from loaa_ast import is_in_hdf5
from loaa_layouts import PARTS, Dataset, fingerprint, read_dataset

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

DEFAULT_SPLIT = {"seed": 1, "validationShare": 0.2, "fold": 1, "heldOutFold": "validation", "trainPerClass": None, "maxClips": None}


@dataclass(frozen=True)
class Clip:
    id: str
    path: Path
    """Of a recording in an HDF5 file: the file's path, and the recording's name behind it."""
    labels: tuple[int, ...]
    """Places among the classes."""
    part: str
    start: float | None = None
    end: float | None = None


@dataclass
class Data:
    name: str
    layout: str
    classes: list[str]
    parts: dict[str, list[Clip]]
    split: dict | None
    """The options that it was divided by, None where a list gave the parts."""
    fingerprint: str | None
    """The page's, by which it knows the data of a run again."""
    root: str
    """The folder that was given."""

    @property
    def clips(self) -> list[Clip]:
        return [clip for part in PARTS for clip in self.parts[part]]


def cell(text: str) -> str:
    """A cell of our own csv files as it was: the apostrophe that keeps spreadsheets from running it is taken off."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def inert(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def read_split(path, folder: Path, classes: list[str]) -> Data:
    """split.csv of a bundle: the page's clips in the page's parts and order."""
    clips = []
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        own = [cell(row["path"]), row["path"]]
        places = [folder / p for p in own] + [folder / p.partition("/")[2] for p in own]
        found = next((place for place in places if place.is_file() or is_in_hdf5(place)), None)
        if found is None:
            raise FileNotFoundError(f"{own[0]} of {path} is not in {folder}.")
        labels = tuple(int(c) for c in row["classes"].split())
        times = [float(row[key]) if row[key] else None for key in ("start", "end")]
        clips.append(Clip(cell(row["id"]), found, labels, row["part"], *times))
    parts = {part: [clip for clip in clips if clip.part == part] for part in PARTS}
    return Data(folder.name, "split", classes, parts, None, None, str(folder))


def read_folder(folder, options: dict, columns: dict | None = None) -> Data:
    """The data set in a folder, of whichever layout, divided as the page divides it (see `divide`)."""
    folder = Path(folder).resolve()
    dataset = read_dataset(folder, columns)
    if dataset.folds and options["fold"] not in dataset.folds:
        options = {**options, "fold": dataset.folds[0]}
    made = lambda clip, part: Clip(clip.id, clip.place, clip.labels, part, *(clip.segment or ()))
    parts = {part: [made(clip, part) for clip in own] for part, own in divide(dataset, options).items()}
    return Data(dataset.name, dataset.layout, dataset.classes, parts, options, fingerprint(dataset), str(folder))


# ---------------------------------------------------------------- splits


def _hold_out_groups(clips: list, share: float, seed: int) -> set[str]:
    """Ids held out where groups stay whole: groups, the largest first and equals in seeded order, are held out if that brings
    the held-out counts v nearer to the shares wanted, sum over classes of (v_c - s n_c)^2 / n_c, and leaves a clip of each
    class for training; if none does, the one that comes nearest. A clip without a group is one by itself."""
    stratum = lambda clip: clip.labels[0] if clip.labels else -1
    totals, by_name, held = Counter(map(stratum, clips)), {}, Counter()
    for clip in clips:
        by_name.setdefault(("clip", clip.id) if clip.group is None else ("group", clip.group), []).append(clip)
    groups = sorted(Random.of(seed, "split groups").shuffled(by_name.values()), key=lambda own: -len(own))

    def cost(group) -> float:
        change = 0.0
        for c, count in Counter(map(stratum, group)).items():
            total, before = totals[c], held[c]
            if before + count >= total:
                return math.inf
            change += ((before + count - share * total) ** 2 - (before - share * total) ** 2) / total
        return change

    chosen = []
    for group in groups:
        if cost(group) < 0:
            chosen.append(group)
            held.update(map(stratum, group))
    if not chosen and len(groups) >= 2:
        costs = [cost(group) for group in groups]
        chosen = [groups[costs.index(min(costs))] if min(costs) < math.inf else groups[-1]]
    return {clip.id for group in chosen for clip in group}


def _share_out(sizes: list[int], places: int) -> list[int]:
    """Places in equal measure, to none more than it can fill; the rest below one whole level to the lower indices."""
    given, left = [0] * len(sizes), min(places, sum(sizes))
    while left > 0:
        room = [i for i, size in enumerate(sizes) if size > given[i]]
        each = left // len(room)
        for i in room:
            more = min(sizes[i] - given[i], each or 1, left)
            given[i] += more
            left -= more
    return given


def _in_proportion(sizes: list[int], places: int) -> list[int]:
    """Places by largest remainders, at least one to each of the first two where they are not empty and there are two."""
    total = sum(sizes)
    if places >= total:
        return list(sizes)
    given = [places * size // total for size in sizes]
    by_rest = sorted(range(len(sizes)), key=lambda i: (-(places * sizes[i] % total), i))
    for i in by_rest[: places - sum(given)]:
        given[i] += 1
    for i in (0, 1) if places >= 2 else ():
        if sizes[i] > 0 and given[i] == 0:
            richest = max(j for j, count in enumerate(given) if count == max(given))
            given[richest] -= 1
            given[i] = 1
    return given


def divide(data: Dataset, options: dict) -> dict[str, list]:
    """Parts of a data set by the page's SplitOptions. Folds: one is held out, for validation or (`heldOutFold`) for the test,
    and then the next is for validation. Prescribed parts are kept. Without a validation part, whole groups are held out where
    there are groups, else of each class with n >= 2 clips max(1, round(share n)), but never all. `trainPerClass` and
    `maxClips` then keep the first of each class's seeded order."""
    seed, share, fold = options["seed"], options["validationShare"], options["fold"]
    ours = not data.folds and not any(clip.part == "validation" for clip in data.clips)
    second = fold
    if data.folds and options["heldOutFold"] == "test":
        second = data.folds[(data.folds.index(fold) + 1) % len(data.folds)]

    def prescribed(clip) -> str:
        if not data.folds:
            return clip.part or "train"
        return options["heldOutFold"] if clip.fold == fold else "validation" if clip.fold == second else "train"

    free = [clip for clip in data.clips if prescribed(clip) == "train"]
    grouped = ours and any(clip.group is not None for clip in data.clips)
    held = _hold_out_groups(free, share, seed) if grouped else None
    strata = [[clip for clip in data.clips if clip.labels[:1] == (c,)] for c in range(len(data.classes))]
    none = [clip for clip in data.clips if not clip.labels]
    by_class = []
    for name, clips in (*zip(data.classes, strata), *([("", none)] if none else [])):
        order = Random.of(seed, f"split class {name}").shuffled(clips)
        parts = {part: [clip for clip in order if prescribed(clip) == part] for part in PARTS}
        n = len(parts["train"])
        if held is not None:
            parts["validation"] = [clip for clip in parts["train"] if clip.id in held]
            parts["train"] = [clip for clip in parts["train"] if clip.id not in held]
        elif ours:
            count = 0 if n < 2 else min(n - 1, max(1, math.floor(share * n + 0.5)))
            parts["validation"], parts["train"] = parts["train"][:count], parts["train"][count:]
        parts["train"] = parts["train"][: options["trainPerClass"]]
        by_class.append(parts)
    if options["maxClips"] is not None:
        places = _share_out([sum(map(len, parts.values())) for parts in by_class], options["maxClips"])
        for parts, own in zip(by_class, places):
            counts = _in_proportion([len(parts[part]) for part in PARTS], own)
            parts.update({part: parts[part][:count] for part, count in zip(PARTS, counts)})
    whole = {part: [clip for parts in by_class for clip in parts[part]] for part in PARTS}
    return {part: Random.of(seed, f"split part {part}").shuffled(clips) for part, clips in whole.items()}


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
