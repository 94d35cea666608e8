import { BottleneckPicker } from './BottleneckPicker';
import type { OptionFieldsProps } from './OptionFields';
import { PlacementPicker } from './PlacementPicker';
import { PresetRow } from './PresetRow';

/** The adapters beside attention and FFN: with their kernels, or of linear layers alone where the method has no kernels. */
export function AdapterFields({ config, faults }: OptionFieldsProps) {
  if (config.method === 'loaa') {
    return (
      <>
        <PlacementPicker place="attn" title="Beside attention" faults={faults} />
        <PlacementPicker place="ffn" title="Beside FFN" faults={faults} />
        <PresetRow />
      </>
    );
  }
  const where = config.method === 'houlsby-sequential' ? 'After' : 'Beside';
  return (
    <>
      <BottleneckPicker place="attn" title={`${where} attention`} error={faults.get('attn')} />
      <BottleneckPicker place="ffn" title={`${where} FFN`} error={faults.get('ffn')} />
    </>
  );
}
