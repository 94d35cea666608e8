import type { OnnxOptions } from '../bundle/onnx/model';
import type { OnnxSubject } from '../bundle/onnx/subject';
import { CLASSES } from './configurations';
import type { Work } from './work';

/** The benchmark's forward pass as the exporter of ONNX files takes it, for batches of its one size. */
export function onnxWork(
  { config, backbone, grid, frozen, trained }: Work,
  attention: OnnxOptions['attention'],
): [OnnxSubject, OnnxOptions] {
  const { frames, stride, batch } = config;
  return [
    { backbone: backbone.config, settings: config, frames, stride, grid, frozen, trained, classes: CLASSES },
    { batch, attention, halves: false },
  ];
}
