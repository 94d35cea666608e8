"""Data sets as LoAA Playground recognises them: a folder on disk to clips with classes, parts, folds, stretches and groups.

Layouts, the most telling first: Speech Commands, ESC-50, EPIC-SOUNDS, Raven and Audacity annotations, a table (csv, tsv,
jsonl) that names recordings, a folder for each class, the beginnings of file names. Needs Python alone; h5py where the sound
of EPIC-SOUNDS is in EPIC_audio.hdf5. Rows and files that cannot be used are left out and counted; contradictions are refused.
Archives are not opened here.

Sources: Warden 2018 (Speech Commands, section 7); Piczak 2015 (ESC-50); epic-kitchens/epic-sounds-annotations; Raven Pro 1.6
User's Manual; Audacity Manual, "Importing and Exporting Labels"; RFC 4180 (csv).
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SOUNDS = {"wav", "wave", "flac", "ogg", "oga", "opus", "mp3", "m4a", "mp4", "aac", "webm", "weba"}
LITTER = {"thumbs.db", "desktop.ini", "__macosx", "icon\r", "$recycle.bin"}
PARTS = ("train", "validation", "test")
PART_NAMES = {
    "train": "train", "training": "train", "val": "validation", "valid": "validation", "validation": "validation",
    "dev": "validation", "test": "test", "testing": "test",
}  # fmt: skip
# What JavaScript's trim takes off.
WHITE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
LIST_MARK = "\x1f"  # stands between the values of a list in one cell


def units(text: str) -> bytes:
    """A key that sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def ending_of(name: str) -> str:
    return name[name.rfind(".") + 1 :].lower() if name.rfind(".") > 0 else ""


def stem_of(name: str) -> str:
    return name[: name.rfind(".")] if name.rfind(".") > 0 else name


# ---------------------------------------------------------------- files and clips


@dataclass(frozen=True, eq=False)
class Listed:
    """A file below the folder that was given, whose own name is the first of `folders`."""

    place: Path
    folders: tuple[str, ...]
    name: str
    size: int

    @property
    def path(self) -> str:
        return "/".join((*self.folders, self.name))

    @property
    def audio(self) -> bool:
        return ending_of(self.name) in SOUNDS


@dataclass(frozen=True, eq=False)
class Labelled:
    """A recording, or a stretch of one in seconds, with what the layout says of it."""

    path: str
    place: Path
    size: int
    names: tuple[str, ...]
    part: str | None = None
    fold: int | None = None
    segment: tuple[float, float] | None = None
    group: str | None = None
    id: str | None = None


@dataclass
class Reading:
    root: tuple[str, ...]
    labelled: list[Labelled]
    classes: list[str] | None = None
    """None for alphabetical."""
    multi_label: bool = False
    unused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Clip:
    id: str
    place: Path
    size: int
    labels: tuple[int, ...]
    part: str | None
    fold: int | None
    segment: tuple[float, float] | None
    group: str | None


@dataclass
class Dataset:
    name: str
    layout: str
    classes: list[str]
    multi_label: bool
    clips: list[Clip]
    folds: list[int]
    unused: list[str]
    """A line for each file or row that is not used."""


def whole_file(file: Listed, name: str, part: str | None = None, fold: int | None = None) -> Labelled:
    return Labelled(file.path, file.place, file.size, (name,), part, fold)


def list_files(folder: Path) -> list[Listed]:
    """Every file below the folder by path, without dot files and system litter."""
    hidden = lambda name: name.startswith(".") or name.lower() in LITTER
    files = []
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not hidden(name)]
        inside = (folder.name, *Path(above).relative_to(folder).parts)
        for name in names:
            place = Path(above) / name
            if not hidden(name) and place.is_file():
                files.append(Listed(place, inside, name, place.stat().st_size))
    return sorted(files, key=lambda file: (units(file.path), file.size))


def common_folders(files) -> tuple[str, ...]:
    """The longest chain of folders that all the files share."""
    chains = [file.folders for file in files]
    return tuple(os.path.commonprefix(chains)) if chains else ()


def place_audio(files: list[Listed]) -> tuple[tuple[str, ...], list[tuple[Listed, tuple[str, ...], str | None]]]:
    """The audio below the folder that it shares. Where every top folder is named after a part, train among them, they give
    the parts and count as no folder of a class."""
    audio = [file for file in files if file.audio]
    root = common_folders(audio)
    below = lambda file: file.folders[len(root) :]
    tops = {(below(file) or ("",))[0] for file in audio}
    parts = [PART_NAMES.get(top.lower()) for top in tops]
    if len(tops) < 2 or "train" not in parts or None in parts:
        return root, [(file, below(file), None) for file in audio]
    return root, [(file, below(file)[1:], PART_NAMES[below(file)[0].lower()]) for file in audio]


# ---------------------------------------------------------------- tables


def read_text(path) -> str:
    """UTF-8, or UTF-16 where a byte-order mark says so; bytes that are no text become U+FFFD."""
    data = Path(path).read_bytes()
    code = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "utf-8")
    return data.decode(code, "replace").removeprefix("\ufeff")


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def _records(text: str, delimiter: str):
    """(number as a spreadsheet shows it, cells, whether a quotation mark is astray) of each row."""
    reader, number = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 0
    while True:
        number += 1
        try:
            yield number, next(reader), False
        except StopIteration:
            return
        except csv.Error:
            yield number, [], True


def _delimiter(text: str) -> str:
    """Of the known delimiters the one that the first row has most often outside quotes; where two are as frequent, the one
    that parts the first ten rows most evenly."""
    counts, quoted = Counter(), False
    for character in text:
        quoted ^= character == '"'
        if not quoted and character in "\r\n":
            break
        if not quoted and character in ",;\t|":
            counts[character] += 1
    (first, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    if most > second:
        return first
    best = (",", None, None)  # delimiter, unevenness, mean width
    for candidate in ",\t|;":
        widths = [len(cells) or 1 for _, cells, _ in _records("\n".join(lines_of(text)[:10]), candidate)]
        uneven = sum(abs(a - b) for a, b in zip(widths, widths[1:]) if a > 1)
        mean = sum(widths) / max(1, len(widths))
        if (best[1] is None or uneven <= best[1]) and (best[2] is None or mean > best[2]) and mean > 1.99:
            best = (candidate, uneven, mean)
    return best[0]


@dataclass
class Table:
    heading: list[str]
    rows: list[tuple[int, list[str]]]
    """As wide as the heading, cells trimmed; blank rows are passed over."""
    unreadable: int


def read_cells(text: str, delimiter: str = "") -> Table:
    all_rows = list(_records(text, delimiter or _delimiter(text)))
    heading = [cell.strip(WHITE) for cell in (all_rows[0][1] if all_rows else [])]
    rows, unreadable = [], 0
    for number, cells, broken in all_rows[1:]:
        cells = [cell.strip(WHITE) for cell in cells]
        if broken or (any(cells) and len(cells) != len(heading)):
            unreadable += 1
        elif any(cells):
            rows.append((number, cells))
    return Table(heading, rows, unreadable)


def read_table(file: Listed, needed, unused: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a csv with these columns, by column name in lower case."""
    table = read_cells(read_text(file.place))
    heading = [name.lower() for name in table.heading]
    missing = [name for name in needed if name not in heading]
    if missing:
        raise ValueError(f"{file.path}: its first row has no column {', '.join(missing)}.")
    unused += [f"{file.path}: a row that is not as wide as the heading, or has a quotation mark astray"] * table.unreadable
    return [(number, dict(zip(heading, cells))) for number, cells in table.rows]


def whole(text: str | None, least: int = 0, most: int = 9) -> int | None:
    return int(text) if text and re.fullmatch(rf"[0-9]{{1,{most}}}", text) and int(text) >= least else None


def parse_time(text: str) -> float | None:
    """Seconds: "12.5" (or "12,5"), "1:02.5", "00:01:02.500". None for anything else."""
    plain = text.strip(WHITE).replace(",", ".", 1)
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?|\.[0-9]+", plain):
        value = float(plain)
        return value if math.isfinite(value) else None
    clock = re.fullmatch(r"(?:([0-9]{1,4}):)?([0-9]{1,3}):([0-9]{1,2}(?:\.[0-9]*)?)", plain)
    if not clock or float(clock[3]) >= 60 or (clock[1] is not None and int(clock[2]) >= 60):
        return None
    return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])


def classes_by_number(rows, subject: str) -> list[str]:
    """Classes in the order of their numbers. @raises ValueError where numbers and names contradict each other"""
    names, numbers = {}, {}
    for number, name in rows:
        names.setdefault(number, []).append(name)
        numbers.setdefault(name, []).append(number)
    for of, answers in (*names.items(), *numbers.items()):
        if len(set(answers)) > 1:
            raise ValueError(f"{subject}: class numbers and names contradict each other: {of} is {sorted(set(answers))}.")
    return [names[number][0] for number in sorted(names)]


# ---------------------------------------------------------------- layouts with lists of their own


def speech_commands(files: list[Listed]) -> Reading | None:
    """A folder for each word; lists of the validation and test part beside them, a clip in both being for the test."""
    parts_of = {"validation_list.txt": "validation", "testing_list.txt": "test"}
    lists = [file for file in files if file.name in parts_of]
    if not lists:
        return None
    root = min(lists, key=lambda file: len(file.folders)).folders
    parts, unused, labelled = {}, [], []
    for name, part in parts_of.items():
        for file in (file for file in lists if file.name == name and file.folders == root):
            for line in lines_of(read_text(file.place)):
                parts[re.sub(r"^\./", "", line.strip(WHITE).replace("\\", "/"))] = part
    for file in (file for file in files if file.audio):
        below = file.folders[len(root) :]
        if file.folders[: len(root)] != root or not below:
            unused.append(f"{file.path}: it lies in no folder of a class")
        elif below[0] != "_background_noise_":
            labelled.append(whole_file(file, below[0], parts.get("/".join((*below, file.name)), "train")))
    return Reading(root, labelled, unused=unused)


def esc50(files: list[Listed]) -> Reading | None:
    """meta/esc50.csv with file name, fold, target and category of the recordings; where a name comes twice, the one in
    `audio` is meant."""
    tables = [file for file in files if file.name.lower() == "esc50.csv"]
    if not tables:
        return None
    table = min(tables, key=lambda file: len(file.folders) * 2 + (0 if file.folders[-1:] == ("meta",) else 3))
    root = table.folders[:-1] if table.folders[-1:] == ("meta",) else table.folders
    by_name, unused, labelled, classes = {}, [], {}, []
    for file in files:
        if file.audio and file.folders[: len(root)] == root:
            if file.name not in by_name or file.folders == (*root, "audio"):
                by_name[file.name] = file
    for number, row in read_table(table, ("filename", "fold", "target", "category"), unused):
        name, fold, target, category = row["filename"], whole(row["fold"], 1), whole(row["target"]), row["category"]
        if not name or fold is None or target is None or not category:
            unused.append(f"{table.path}, row {number}: a value is missing or no whole number")
            continue
        classes.append((target, category))
        if name not in by_name or name in labelled:
            unused.append(f"{table.path}, row {number}: {name} is not there, or was named before")
        else:
            labelled[name] = whole_file(by_name[name], category, None, fold)
    unused += [f"{f.path}: no row names it" for f in files if f.audio and by_name.get(f.name) is not f or f.audio and f.name not in labelled]
    used = {item.names[0] for item in labelled.values()}
    order = [name for name in classes_by_number(classes, table.path) if name in used]
    return Reading(root, list(labelled.values()), order, unused=unused)


def _hdf5_recordings(file: Listed):
    """(name, samples) of each row of samples in an HDF5 file."""
    try:
        import h5py
    except ImportError:
        raise ImportError(f"{file.path}: install h5py to read it.") from None
    with h5py.File(file.place, "r") as opened:
        for name, item in opened.items():
            if isinstance(item, h5py.Dataset) and item.ndim == 1 and item.dtype.kind in "fiu":
                yield name, len(item)


def epic_sounds(files: list[Listed]) -> Reading | None:
    """A csv of sound events for training and one for validation; the sound in an HDF5 file or in a file for each video.
    Rows whose samples and timestamps disagree by more than a millisecond, or lie outside their recording, are not used."""
    by_depth, lists = sorted(files, key=lambda file: len(file.folders)), []
    for name, part in (("epic_sounds_train.csv", "train"), ("epic_sounds_validation.csv", "validation")):
        lists += [(file, part) for file in by_depth if file.name.lower() == name][:1]
    if not lists:
        return None
    videos = {}  # (path, place, size, samples)
    for file in files:
        if ending_of(file.name) in ("hdf5", "h5"):
            for name, samples in _hdf5_recordings(file):
                videos.setdefault(name, (f"{file.path}/{name}", file.place / name, file.size, samples))
    for file in files:
        if file.audio:
            videos.setdefault(stem_of(file.name), (file.path, file.place, file.size, None))
    columns = ("annotation_id", "video_id", "start_timestamp", "stop_timestamp", "start_sample", "stop_sample", "class", "class_id")
    labelled, classes, unused = [], [], []
    for file, part in lists:
        for number, row in read_table(file, columns, unused):
            start, stop, of = (whole(row[key], most=15) for key in ("start_sample", "stop_sample", "class_id"))
            times = [parse_time(row[key]) for key in ("start_timestamp", "stop_timestamp")]
            id, video, name = row["annotation_id"], row["video_id"], row["class"]
            if not id or not video or not name or None in (start, stop, of, *times):
                unused.append(f"{file.path}, row {number}: a value is missing, or no number")
                continue
            classes.append((of, name))
            gap = max(abs(start / 24000 - times[0]), abs(stop / 24000 - times[1]))
            path, place, size, samples = videos.get(video, (None, None, None, None))
            if gap > 0.001 + 1 / 24000 + 1e-9 or stop <= start:
                unused.append(f"{id}: its samples and timestamps disagree")
            elif path is None or (samples is not None and stop > samples + 24):
                unused.append(f"{id}: {video} is not there, or is shorter")
            else:
                segment = (start / 24000, stop / 24000)
                labelled.append(Labelled(path, place, size, (name,), part, None, segment, video, id))
    used = {item.names[0] for item in labelled}
    order = [name for name in classes_by_number(classes, lists[0][0].path) if name in used]
    labelled.sort(key=lambda item: units(item.id))
    return Reading(common_folders([file for file, _ in lists]), labelled, order, unused=unused)


# ---------------------------------------------------------------- paths in lists, rows that are one clip


def segments_of(path: str) -> list[str]:
    plain = re.sub(r"^file://", "", unicodedata.normalize("NFC", path), flags=re.I)
    return [part for part in re.split(r"[/\\]+", plain) if part not in ("", ".")]


def path_matcher(files: list[Listed]):
    """Finds the recording that a path names, wherever the path begins: of those with its name, the one with the most folders
    in common from the end. Names are compared as they are, then without capitals, then without endings. None where there is
    none, or several that fit as well."""
    keys = (lambda name: name, lambda name: name.lower(), lambda name: stem_of(name).lower())
    indices = [{}, {}, {}]
    for file in (file for file in files if file.audio):
        own = segments_of(file.path)
        for index, key in zip(indices, keys):
            index.setdefault(key(own[-1]), []).append((file, own))

    def shared(a, b) -> int:
        n = 0
        while n < min(len(a), len(b)) - 1 and a[-2 - n] == b[-2 - n]:
            n += 1
        return n

    def match(path: str) -> Listed | None:
        wanted = segments_of(path)
        if not wanted:
            return None
        name = wanted[-1]
        found = next((index[key] for index, key in zip(indices, (name, name.lower(), name.lower())) if key in index), [])
        ranked = sorted(((shared(wanted, own), file) for file, own in found), key=lambda pair: -pair[0])
        return ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else None

    return match


def _plain(seconds: float) -> str:
    text = str(Decimal(seconds).quantize(Decimal("0.000001"), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".")


def segment_name(path: str, segment) -> str:
    return f"{path}#{_plain(segment[0])}-{_plain(segment[1])}" if segment else path


def merge_rows(rows: list[Labelled]) -> list[Labelled]:
    """Rows of the same stretch of the same recording are one clip with the labels of all; the first one's part counts."""
    merged: dict[str, tuple[Labelled, dict[str, None]]] = {}
    for row in rows:
        first, names = merged.setdefault(segment_name(row.path, row.segment), (row, {}))
        names.update(dict.fromkeys(row.names))
    return [Labelled(r.path, r.place, r.size, tuple(names), r.part, r.fold, r.segment, r.group) for r, names in merged.values()]


# ---------------------------------------------------------------- annotations beside recordings

RAVEN_OWN = re.compile(
    r"(selection|view|channel|(begin|end|file|delta|peak|center|centre|low|high|bandwidth|dur|max|min|avg|average|rms|energy|"
    r"inband|freq|time|agg|cumulative|length|occupancy|leq|sel|snr|nist|pfc|bw|score|confidence|inst).*|"
    r".*\((s|hz|db.*|u|m?s)\)|.*%.*|begin (file|path|date|hour).*|file offset.*)",
    re.I,
)
RAVEN_LABELS = (
    r"^annotations?$",
    r"^(label|class|tags?)$",
    r"species|common ?name",
    r"(call|song|sound|event).*type|^type$",
    r"^(call|note|id)$",
)
AUDACITY_LINE = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\t([0-9]+(?:[.,][0-9]+)?)(?:\t(.*))?")


def read_raven(text: str):
    """(start, end, label, the sound that the row names or None) of each selection; one that is drawn in several views and
    channels counts once."""
    lines = lines_of(text)
    heading = [name.strip(WHITE) for name in lines[0].split("\t")]
    at = lambda pattern: next((i for i, name in enumerate(heading) if re.search(pattern, name, re.I)), -1)
    selection, begin, end = at(r"^selection$"), at(r"^begin time \(s\)$"), at(r"^end time \(s\)$")
    offset, sound = at(r"^file offset \(s\)$"), next((i for i in (at(r"^begin path$"), at(r"^begin file$")) if i >= 0), -1)
    free = next((i for i, name in enumerate(heading) if name and not RAVEN_OWN.fullmatch(name)), -1)
    label = next((i for i in map(at, RAVEN_LABELS) if i >= 0), free)
    seen = set()
    for line in (line for line in lines[1:] if line.strip(WHITE)):
        cells = [cell.strip(WHITE) for cell in line.split("\t")]
        cell = lambda i: cells[i] if 0 <= i < len(cells) else ""
        start, stop = parse_time(cell(begin)), parse_time(cell(end))
        key = (cell(selection) or (start, stop, cell(label)), cell(sound))
        if key in seen:
            continue
        seen.add(key)
        if start is None or stop is None or stop <= start or not cell(label):
            continue
        within = parse_time(cell(offset)) if cell(sound) else None
        first = start if within is None else within
        yield first, first + (stop - start), cell(label), cell(sound) or None


def read_audacity(text: str):
    """The same of an Audacity label track; lines that begin with a backslash hold frequencies."""
    for line in (line for line in lines_of(text) if line.strip(WHITE) and not line.startswith("\\")):
        found = AUDACITY_LINE.fullmatch(line)
        start, stop = (parse_time(found[1]), parse_time(found[2])) if found else (None, None)
        label = (found[3] or "").strip(WHITE) if found else ""
        if start is not None and stop is not None and stop > start and label:
            yield start, stop, label, None


def _annotation_reader(file: Listed):
    """(reader, text) where the text holds annotations."""
    if file.size > 32 * 2**20:
        return None
    text = read_text(file.place)
    lines = lines_of(text)
    if re.search(r"\tBegin Time \(s\)\t(.*\t)?End Time \(s\)(\t|$)", "\t" + lines[0], re.I):
        return read_raven, text
    first = next((line for line in lines if line.strip(WHITE)), "")
    return (read_audacity, text) if AUDACITY_LINE.fullmatch(first) else None


def sound_of(name: str) -> str:
    """dawn.Table.1.selections.txt and dawn.txt are both of dawn."""
    plain = re.sub(r"\.table\.[0-9]+$", "", re.sub(r"([._-]selections?)?$", "", stem_of(name), count=1, flags=re.I), flags=re.I)
    return re.sub(r"[._-](labels?|annotations?|audacity)$", "", plain, flags=re.I)


def selections(files: list[Listed]) -> Reading | None:
    """Raven selection tables and Audacity label tracks, each beside its recording or naming it: a clip is a marked stretch."""
    texts = [file for file in files if ending_of(file.name) == "txt"]
    if not any(_annotation_reader(file) for file in texts[:20]):
        return None
    match, rows, unused = path_matcher(files), [], []
    for file in texts:
        known = _annotation_reader(file)
        for start, end, label, sound in known[0](known[1]) if known else ():
            found = match(sound or "/".join((*file.folders, sound_of(file.name))))
            if found is None:
                unused.append(f"{file.path}: {sound or sound_of(file.name)} is not there, or there are several")
            else:
                names = (unicodedata.normalize("NFC", label),)
                rows.append(Labelled(found.path, found.place, found.size, names, segment=(start, end)))
    return Reading(common_folders([file for file in files if file.audio]), merge_rows(rows), unused=unused)


# ---------------------------------------------------------------- tables that name recordings

SEPARATORS = {"none": None, "semicolon": ";", "comma": ",", "bar": "|"}
FLAG = re.compile(r"0|1|0\.0+|1\.0+|true|false", re.I)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass
class Column:
    name: str
    plain: str
    values: list[str]

    def share(self, passes) -> float:
        return sum(map(bool, map(passes, self.values))) / len(self.values) if self.values else 0.0


def _records_of(file: Listed) -> tuple[list[str], list[list[str]], int]:
    """Columns, rows and the number of unreadable rows of a csv, tsv or jsonl table."""
    text = read_text(file.place)
    if ending_of(file.name) not in ("csv", "tsv"):
        columns, objects, unreadable = {}, [], 0
        for line in (line.strip(WHITE) for line in lines_of(text)):
            try:
                value = json.loads(line) if line else None
            except ValueError:
                value = []
            if isinstance(value, dict):
                objects.append({key: _json_cell(held) for key, held in value.items()})
                columns.update(dict.fromkeys(value))
            elif line:
                unreadable += 1
        return _unique(list(columns)), [[o.get(name, "") for name in columns] for o in objects], unreadable
    table = read_cells(text, "\t" if file.name.lower().endswith(".tsv") else "")
    rows = [cells for _, cells in table.rows]
    if any(ending_of(name) in SOUNDS for name in table.heading):  # no heading, but the first recording
        return _unique([""] * len(table.heading)), [table.heading, *rows], table.unreadable
    return _unique(table.heading), rows, table.unreadable


def _json_cell(value) -> str:
    if isinstance(value, list):
        return LIST_MARK.join(cell for cell in map(_json_cell, value) if cell)
    if isinstance(value, bool):
        return "1" if value else "0"
    return js_number(value) if isinstance(value, (int, float)) else value.strip(WHITE) if isinstance(value, str) else ""


def _unique(names: list[str]) -> list[str]:
    taken: dict[str, None] = {}
    for i, name in enumerate(names):
        plain = name or f"column {i + 1}"
        unique, n = plain, 2
        while unique in taken:
            unique, n = f"{plain} ({n})", n + 1
        taken[unique] = None
    return list(taken)


def _is_time(value: str) -> bool:
    return parse_time(value) is not None


def _looks_like_path(column: Column) -> bool:
    return column.share(lambda value: ending_of(value.strip(WHITE)) in SOUNDS) >= 0.5


def _is_fold(column: Column) -> bool:
    return column.share(lambda v: re.fullmatch(r"[^0-9]{0,5}[0-9]{1,4}", v)) == 1 and 2 <= len(set(column.values)) <= 100


def _is_part(value: str) -> bool:
    return value.lower() in PART_NAMES


_TIMES = r"(time)?(s|sec|secs|seconds)?"
# (role, names that say it, what the values must be, what alone would do), in the order in which columns are given away.
CLUES = (
    ("path", r"(relative|full|abs|absolute)?(audio|wav|sound|slice|clip|recording)?(file)?(path|name|file|filename|filepath|fname)|(audio|sound|clip|recording|wav)(id)?",
     lambda c: c.values and c.share(FLAG.fullmatch) < 0.5, _looks_like_path),
    ("start", rf"(start|onset|begin|from|segmentstart|starttime|begintime|onsettime|starttimestamp){_TIMES}", lambda c: c.share(_is_time) >= 0.9, None),
    ("end", rf"(end|offset|stop|to|until|segmentend|endtime|offsettime|stoptime|stoptimestamp|endtimestamp){_TIMES}", lambda c: c.share(_is_time) >= 0.9, None),
    ("split", r"(split|subset|part|partition|set|usage|phase)", lambda c: c.share(_is_part) >= 0.5, lambda c: c.share(_is_part) == 1),
    ("fold", r"(cv)?folds?(id|number|no)?", _is_fold, None),
    ("group", r"(group|speaker|source|participant|subject|session|author|site|station|client|actor|user|patient|bird|individual|srcfile|freesound|fs)(id|name|file)?",
     lambda c: c.values, None),
    ("label", r"(label|class|category|target|tag|species|word|event|keyword|command|emotion|genre|instrument|annotation|primary|ebird|sound|call)(labels?|names?|types?|codes?|es|s|ies)?",
     lambda c: c.values and c.share(NUMBER.fullmatch) < 0.5, None),
    ("label", r"(label|class|category|target|y)(id|index|idx|no|number|num|s|es)?", lambda c: len(set(c.values)) >= 2, None),
)  # fmt: skip


def guess_mapping(names: list[str], rows: list[list[str]]) -> dict:
    """What the columns of a table seem to mean, from their names and the values of the first 2,000 rows."""
    columns = []
    for i, name in enumerate(names):
        plain = re.sub(r"\([^)]*\)|[^a-z]", "", name.lower())
        columns.append(Column(name, plain, [row[i] for row in rows[:2000] if row[i] != ""]))
    roles: dict[str, str] = {}

    def give(role, passes):
        if role not in roles.values():
            found = next((c for c in columns if c.name not in roles and passes(c)), None)
            if found:
                roles[found.name] = role

    for role, pattern, fits, alone in CLUES:
        named = lambda c: re.fullmatch(pattern, c.plain)
        if role == "path":
            give(role, lambda c: named(c) and _looks_like_path(c))
        if alone:
            give(role, alone)
        give(role, lambda c: named(c) and fits(c))
    flags = [c.name for c in columns if c.name not in roles and c.values and all(map(FLAG.fullmatch, c.values))]
    if "label" not in roles.values() and len(flags) >= 2:
        roles.update(dict.fromkeys(flags, "class"))
    else:
        repeats = lambda c: 2 <= len(set(c.values)) <= len(c.values) / 2
        give("label", lambda c: repeats(c) and c.share(NUMBER.fullmatch) < 0.5)
    path = next((c for c in columns if roles.get(c.name) == "path"), None)
    if path and re.match(r"slice|segment|clip", path.plain) and len(set(path.values)) == len(path.values):
        # Start and end are then of the recording that the clip was once cut out of.
        roles = {name: role for name, role in roles.items() if role not in ("start", "end")}
    label = next((c for c in columns if roles.get(c.name) == "label"), None)
    return {"columns": roles, "separator": _guess_separator(label) if label else "none"}


def _guess_separator(column: Column) -> str:
    """A character stands between labels if what it parts comes again."""
    cells = list(dict.fromkeys(cell for cell in column.values if LIST_MARK not in cell))
    for name, character in SEPARATORS.items():
        several = [cell for cell in cells if character and character in cell]
        parts = Counter(part.strip(WHITE) for cell in cells for part in cell.split(character)) if several else {}
        again = 0
        for cell in several:
            own = [parts[part.strip(WHITE)] >= 2 for part in cell.split(character)]
            again += all(own) if ", " in cell else any(own)
        if several and (again >= len(several) / 2 or len(parts) < len(cells)):
            return name
    return "none"


def _labels_in(cell: str, separator: str) -> list[str]:
    character = SEPARATORS[separator]
    parts = [p for part in cell.split(LIST_MARK) for p in (part.split(character) if character else [part])]
    parts = [unicodedata.normalize("NFC", part.strip(WHITE)) for part in parts]
    return [part for part in parts if part.lower() not in ("", "nan", "null", "none", "n/a")]


def _table_rows(names, rows, mapping, match, unused: list[str], subject: str):
    roles, separator = mapping["columns"], mapping.get("separator", "none")
    at = {role: i for i, name in reversed(list(enumerate(names))) if (role := roles.get(name, "ignore")) != "ignore"}
    flags = [(name, i) for i, name in enumerate(names) if roles.get(name) == "class"]
    for cells in rows:
        cell = lambda role: cells[at[role]] if role in at else ""
        tell = lambda cause: unused.append(f"{subject}: {cell('path')} {cause}")
        found = match(cell("path"))
        values = [(name, re.sub(r"\.0+$", "", cells[i].lower())) for name, i in flags]
        own = _labels_in(cell("label"), separator) + [name for name, value in values if value in ("1", "true")]
        start, end = parse_time(cell("start")), parse_time(cell("end"))
        stretch = "start" in at and "end" in at and (cell("start") != "" or cell("end") != "")
        if found is None:
            tell("is not there, or there are several")
        elif any(value not in ("0", "false", "", "1", "true") for _, value in values):
            tell("has something other than 0 and 1 in a column of a class")
        elif not own and not flags:
            tell("has no label")
        elif stretch and (start is None or end is None or end <= start):
            tell("has a start and an end that are no stretch")
        else:
            fold = re.fullmatch(r"[^0-9]*([0-9]{1,6})(?:\.0+)?", cell("fold"))
            yield Labelled(
                found.path, found.place, found.size, tuple(dict.fromkeys(own)), PART_NAMES.get(cell("split").lower()),
                int(fold[1]) if fold else None, (start, end) if stretch else None, cell("group") or None,
            )  # fmt: skip


def _tables(files: list[Listed], match):
    """Every table with what its columns seem to mean, the best first: (share of its recordings that are there, whether there
    is a label, file, names, rows, mapping, unreadable rows)."""
    found = sorted((f for f in files if ending_of(f.name) in ("csv", "tsv", "jsonl", "ndjson")), key=lambda f: len(f.folders))
    out = []
    for file in found[:12]:
        names, rows, unreadable = _records_of(file)
        if not rows:
            continue
        mapping = guess_mapping(names, rows)
        path = next((i for i, name in enumerate(names) if mapping["columns"].get(name) == "path"), None)
        there = sum(path is not None and match(row[path]) is not None for row in rows[:500]) / len(rows[:500])
        has_label = bool({"label", "class"} & set(mapping["columns"].values()))
        out.append((there, has_label, file, names, rows, mapping, unreadable))
    return sorted(out, key=lambda one: -one[0] * (2 if one[1] else 1))


def table(files: list[Listed], told: dict | None = None) -> Reading | None:
    """A table that names recordings, its columns guessed or `told` as {table, columns: {name: role}, separator}. Recognised
    where half of its rows name recordings, or half of the recordings are named, and there is a label."""
    match = path_matcher(files)
    if told:
        file = next((f for f in files if told["table"] in (f.path, f.name)), None)
        if file is None:
            raise FileNotFoundError(f"There is no table {told['table']}.")
        (names, rows, unreadable), mapping = _records_of(file), told
    else:
        there, has_label, file, names, rows, mapping, unreadable = next(iter(_tables(files, match)), (0, False, *[None] * 5))
        sounds = sum(f.audio for f in files)
        if not has_label or (there < 0.5 and there * len(rows) < sounds / 2):
            return None
    unused = [f"{file.path}: a row that cannot be read"] * unreadable
    labelled = merge_rows(list(_table_rows(names, rows, mapping, match, unused, file.path)))
    flags = [name for name in names if mapping["columns"].get(name) == "class"]
    used = {name for item in labelled for name in item.names}
    order = [*(name for name in flags if name in used), *sorted(used - set(flags), key=units)]
    root = common_folders([file, *(f for f in files if f.audio)])
    return Reading(root, labelled, order, bool(flags), unused)


# ---------------------------------------------------------------- labels from folders and names


def folders(files: list[Listed]) -> Reading | None:
    """A folder for each class: the one that holds the recording, or, where that is always the same, the outermost."""
    root, placed = place_audio(files)
    for level in (-1, 0):
        if len({inside[level] for _, inside, _ in placed if inside}) >= 2:
            labelled = [whole_file(file, inside[level], part) for file, inside, part in placed if inside]
            return Reading(root, labelled, unused=[f"{f.path}: it lies in no folder of a class" for f, inside, _ in placed if not inside])
    return None


def prefix_of(name: str) -> str:
    """The name up to its first _, -, digit or space."""
    return re.split(r"[_\-0-9\s]", stem_of(name), maxsplit=1)[0]


def prefix(files: list[Listed]) -> Reading | None:
    """Labels from the beginnings of file names, where that gives two recordings or more for a label on average."""
    root, placed = place_audio(files)
    counts = Counter(prefix_of(file.name) for file, _, _ in placed)
    is_labelled = lambda name: prefix_of(name) != "" and (prefix_of(name) != stem_of(name) or counts[prefix_of(name)] > 1)
    labelled = [whole_file(file, prefix_of(file.name), part) for file, _, part in placed if is_labelled(file.name)]
    if not labelled or len(labelled) < 2 * len({item.names for item in labelled}):
        return None
    return Reading(root, labelled, unused=[f"{f.path}: its name does not begin with a label" for f, _, _ in placed if not is_labelled(f.name)])


LAYOUTS = {
    "speech-commands": speech_commands, "esc50": esc50, "epic-sounds": epic_sounds, "selections": selections,
    "table": table, "folders": folders, "prefix": prefix,
}  # fmt: skip


# ---------------------------------------------------------------- the data set


def groups_of(labelled: list[Labelled]) -> list[str | None]:
    """What each clip must not be parted from: its own group, and the other stretches of its recording."""
    parent: dict[str, str] = {}

    def root_of(name: str) -> str:
        while parent.get(name, name) != name:
            name = parent[name]
        return name

    keys = [
        [*([f"group {item.group}"] if item.group is not None else []), *([f"path {item.path}"] if item.segment else [])]
        for item in labelled
    ]
    for own in keys:
        if len(own) == 2:
            first, second = map(root_of, own)
            parent[second] = first
    return [root_of(own[0]).partition(" ")[2] if own else None for own in keys]


def read_dataset(folder, told: dict | None = None) -> Dataset:
    """The data set in a folder, by the first layout that recognises it; by its table where `told` says what its columns mean.
    @raises ValueError where there is none, and where its own lists contradict themselves"""
    files = [file for file in list_files(Path(folder).resolve()) if not (file.audio and file.size == 0)]
    named = {"table": lambda all: table(all, told)} if told else LAYOUTS
    layout, reading = next(((name, found) for name, read in named.items() if (found := read(files))), (None, None))
    if reading is None or not reading.labelled:
        raise ValueError(f"{folder} holds no data set: a folder for each class, or a table with path and label.")
    classes = reading.classes or sorted({name for item in reading.labelled for name in item.names}, key=units)
    if len(classes) < 2:
        raise ValueError(f"{folder}: there is only one class, {classes[0]}: nothing to tell apart.")
    place = {name: i for i, name in enumerate(classes)}
    taken = {item.id or segment_name(item.path, item.segment) for item in reading.labelled}
    seen, clips = set(), []
    for item, group in zip(reading.labelled, groups_of(reading.labelled)):
        id = own = item.id or segment_name(item.path, item.segment)
        n = 2
        while own in seen and id in taken:
            id, n = f"{own} ({n})", n + 1
        seen.add(own), taken.add(id)
        labels = tuple(sorted(place[name] for name in item.names))
        clips.append(Clip(id, item.place, item.size, labels, item.part, item.fold, item.segment, group))
    clips.sort(key=lambda clip: units(clip.id))
    folds = sorted({clip.fold for clip in clips} - {None})
    multi_label = reading.multi_label or any(len(clip.labels) > 1 for clip in clips)
    name = reading.root[-1] if reading.root else "Recordings"
    return Dataset(name, layout, classes, multi_label, clips, folds, reading.unused)


def js_number(value: float) -> str:
    """A number as JSON.stringify writes it."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e21):
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if 1e-6 <= abs(value) < 1e21 else re.sub(r"e([+-])0*", r"e\1", text)


def digest_of(texts) -> str:
    """64 bits as 16 hexadecimal digits, of two FNV-1a streams mixed at the end, as the page names data sets."""
    first, second = 0x811C9DC5, 0x9E3779B9
    for text in texts:
        own = text.encode("utf-16-le", "surrogatepass")
        for code in (*(low | high << 8 for low, high in zip(own[::2], own[1::2])), 0x10000):
            first = ((first ^ code) * 0x01000193) & 0xFFFFFFFF
            second = ((second ^ (code + 1)) * 0x01000193) & 0xFFFFFFFF

    def mixed(z: int) -> int:
        z = ((z ^ (z >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
        z = ((z ^ (z >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
        return z ^ (z >> 16)

    return f"{mixed(first):08x}{mixed(second):08x}"


def fingerprint(data: Dataset) -> str:
    """Changes with any clip's path, size, labels, part, fold or stretch: by it the page knows the data of a run."""

    def line(clip: Clip) -> str:
        text = lambda value: "null" if value is None else json.dumps(value, ensure_ascii=False)
        segment = "null" if clip.segment is None else f"[{','.join(map(js_number, clip.segment))}]"
        labels = f"[{','.join(map(str, clip.labels))}]"
        return f"[{text(clip.id)},{clip.size},{labels},{text(clip.part)},{text(clip.fold)},{segment}]"

    return digest_of([data.layout, *data.classes, *sorted(map(line, data.clips), key=units)])
