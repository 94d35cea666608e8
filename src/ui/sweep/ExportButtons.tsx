import { Download } from 'lucide-react';
import controls from '../common/controls.module.css';
import { download } from '../common/download';

interface ExportButtonsProps {
  /** Of the files, without their endings. */
  readonly name: string;
  readonly csv: () => string;
  readonly markdown?: () => string;
}

/** Hands results to the person as files. */
export function ExportButtons({ name, csv, markdown }: ExportButtonsProps) {
  const save = (text: string, type: string, ending: string) =>
    download(new Blob([text], { type }), `${name}.${ending}`);
  return (
    <>
      <button type="button" className={controls.button} onClick={() => save(csv(), 'text/csv', 'csv')}>
        <Download size={16} aria-hidden /> Export csv
      </button>
      {markdown ? (
        <button type="button" className={controls.button} onClick={() => save(markdown(), 'text/markdown', 'md')}>
          <Download size={16} aria-hidden /> Export Markdown
        </button>
      ) : null}
    </>
  );
}
