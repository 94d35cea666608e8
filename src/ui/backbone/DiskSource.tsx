import { FileUp } from 'lucide-react';
import type { BackboneRequest } from '../../worker/protocol';
import controls from '../common/controls.module.css';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { useState } from 'react';
import styles from './Backbone.module.css';
import { requestOf } from './diskRequest';
import type { Problem } from '../../core/problem';
import { problemOf } from '../../core/problem';

interface SourceProps {
  readonly onLoad: (request: BackboneRequest) => void;
  readonly disabled: boolean;
}

/** Weights from the person's own disk. */
export function DiskSource({ onLoad, disabled }: SourceProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = (files: readonly File[]) => {
    setProblem(null);
    try {
      onLoad(requestOf(files));
    } catch (error) {
      setProblem(problemOf(error, 'The files'));
    }
  };
  return (
    <div className={styles.source}>
      <h3>From this computer</h3>
      <div>
        <FileButton multiple onFiles={open} disabled={disabled} testId="backbone-input">
          <FileUp size={16} aria-hidden /> Open weights from disk
        </FileButton>
      </div>
      <p className={controls.quiet}>
        A .safetensors, .pth or .pt file of DeiT, ViT, AST, SSAST, MAE-AST or Audio-MAE; choose its config.json together
        with it where there is one. Nothing in the file is executed.
      </p>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
