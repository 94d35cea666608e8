import { Box, Download } from 'lucide-react';
import { useState } from 'react';
import { CheckField } from '../common/CheckField';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { useSession } from '../sessionContext';
import styles from './TryIt.module.css';

/** What a bundle holds, in a person's words. */
const INSIDE = [
  ['adapter_model.safetensors', 'the trained weights, as PyTorch holds them'],
  ['adapter_config.json, run.json', 'what they are, the backbone they belong to, all settings'],
  ['loaa_ast.py, check.py', 'load it in Python, predict, and check that the numbers are the same'],
  ['train.py', 'the same run on PyTorch: one processor, one GPU or a cluster'],
  ['README.md', 'a model card for the Hugging Face hub'],
  ['split.csv, history.csv, predictions.csv', 'names of your files and what was found of them; none of your sounds'],
] as const;

interface ExportRowProps {
  readonly disabled: boolean;
  /** Runs work and shows what went wrong with it. */
  readonly attempt: (work: () => Promise<void>) => void;
  readonly onExport: () => void;
}

/** The ways out of the page: the bundle for Python, the whole model as ONNX, and what is in them. */
export function ExportRow({ disabled, attempt, onExport }: ExportRowProps) {
  const session = useSession();
  const [halves, setHalves] = useState(false);
  const save = (make: () => Promise<{ readonly name: string; readonly blob: Blob }>) =>
    attempt(async () => {
      const { name, blob } = await make();
      download(blob, name);
      onExport();
    });
  return (
    <>
      <div className={controls.row}>
        <button
          type="button"
          className={controls.button}
          disabled={disabled}
          onClick={() => save(session.exportAdapter)}
          data-testid="export-adapter"
        >
          <Download size={16} aria-hidden /> Export the adapter
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={disabled}
          onClick={() => save(() => session.exportOnnx(halves))}
          data-testid="export-onnx"
        >
          <Box size={16} aria-hidden /> Export as ONNX
        </button>
        <CheckField
          label="ONNX with 16-bit backbone"
          term="onnxFile"
          checked={halves}
          onChange={(checked) => setHalves(checked)}
        />
      </div>
      <details className={styles.inside}>
        <summary>What the adapter’s zip holds</summary>
        <dl>
          {INSIDE.map(([name, what]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
