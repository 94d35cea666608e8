"""Checks that this machine computes what the page did: python check.py [FOLDER] [--base BACKBONE]

A line a comparison, "ok" or "FAIL"; last line "N passed, M failed"; exit status 1 where one failed.
parity.safetensors holds a waveform, what the page made of it, and the tolerances.
"""

import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))
import loaa_ast


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--base", default=None, help="the backbone's weights, where the bundle does not hold them")
    given = parser.parse_args()
    model = loaa_ast.load(given.folder, given.base)
    expected, about = loaa_ast.read_parity(Path(given.folder) / "parity.safetensors")
    filterbank = model.front_end.fitted(expected["wave"])
    with torch.inference_mode():
        from_page = model(model.front_end.normalise(expected["filterbank"])[None])[0]
        from_wave = model(model.front_end.normalise(filterbank)[None])[0]
    compared = [
        ("filterbank of the waveform", filterbank, expected["filterbank"], float(about["tolerance_filterbank"])),
        ("logits of the page's filterbank", from_page, expected["logits"], float(about["tolerance_logits"])),
        ("logits of the waveform", from_wave, expected["logits"], float(about["tolerance_logits"])),
    ]
    failed = 0
    for name, got, wanted, tolerance in compared:
        difference = (got - wanted).abs().max().item() if got.shape == wanted.shape else float("inf")
        passed = difference <= tolerance  # NaN fails
        failed += not passed
        print(f"{'ok  ' if passed else 'FAIL'} {name}: largest difference {difference:.2e}, allowed {tolerance:.0e}")
    print(f"{len(compared) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
