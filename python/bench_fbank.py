"""The filterbank of `npm run bench -- audio` in Python, one thread: python bench_fbank.py WAVE FEATURES TIMES.

WAVE holds 16 kHz float32 samples; FEATURES is written, [T, 128] float32. Prints one line of JSON: by whom, and the
milliseconds of each pass. torchaudio where it is installed, else transformers' ASTFeatureExtractor on NumPy.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy

SAMPLE_RATE = 16_000
BINS = 128


def with_torchaudio():
    import torch
    import torchaudio
    from torchaudio.compliance import kaldi

    torch.set_num_threads(1)

    def features(wave):
        samples = torch.from_numpy(wave)[None]
        return lambda: kaldi.fbank(
            samples, htk_compat=True, sample_frequency=SAMPLE_RATE, use_energy=False, window_type="hanning",
            num_mel_bins=BINS, dither=0.0, frame_shift=10,
        ).numpy()

    return f"torchaudio {torchaudio.__version__}", features


def with_transformers():
    import transformers
    from transformers import ASTFeatureExtractor

    def features(wave):
        frames = 1 + (len(wave) - 400) // 160
        extractor = ASTFeatureExtractor(
            num_mel_bins=BINS, sampling_rate=SAMPLE_RATE, max_length=frames, do_normalize=False
        )
        return lambda: extractor(wave, sampling_rate=SAMPLE_RATE, return_tensors="np")["input_values"][0]

    return f"transformers {transformers.__version__} (ASTFeatureExtractor, NumPy {numpy.__version__})", features


def first_present():
    for maker in (with_torchaudio, with_transformers):
        try:
            return maker()
        except ImportError:
            continue
    sys.exit("Neither torchaudio nor transformers is installed.")


def main(wave_path, features_path, times):
    by, features = first_present()
    wave = numpy.fromfile(wave_path, dtype=numpy.float32)
    make = features(wave - wave.mean())
    for _ in range(2):
        make()
    took = []
    for _ in range(int(times)):
        started = time.perf_counter()
        out = make()
        took.append(1000 * (time.perf_counter() - started))
    numpy.ascontiguousarray(out, dtype=numpy.float32).tofile(features_path)
    print(json.dumps({"by": by, "ms": took}))


if __name__ == "__main__":
    main(*sys.argv[1:])
