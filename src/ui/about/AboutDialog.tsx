import { X } from 'lucide-react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import controls from '../common/controls.module.css';
import styles from './About.module.css';
import { LicenceList } from './LicenceList';
import { PRIVACY } from './privacy';

/** What leaves the browser, which is nothing, and whose work the page is made of. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()} className={styles.overlay ?? ''}>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title">Privacy and licences</Heading>
            <button type="button" className={controls.icon} aria-label="Close" onClick={onClose}>
              <X size={16} aria-hidden />
            </button>
          </div>
          <section className={controls.stack} aria-label="Privacy">
            <h3>Privacy</h3>
            <ul className={styles.sentences}>
              {PRIVACY.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
          <section className={controls.stack} aria-label="Licences">
            <h3>Licences</h3>
            <LicenceList />
          </section>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
