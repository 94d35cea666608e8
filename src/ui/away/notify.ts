import type { Ending } from './endings';

/** What the browser lets this page do with notifications; `none` where it has none. */
export type NotifyPermission = NotificationPermission | 'none';

export function notifyPermission(): NotifyPermission {
  return 'Notification' in window ? Notification.permission : 'none';
}

/** Has the browser ask the person. To be called on a press of a control: browsers refuse it otherwise. */
export async function askToNotify(): Promise<NotifyPermission> {
  if (notifyPermission() === 'none') return 'none';
  return Notification.requestPermission();
}

/** Whether somebody looks at this page now. */
function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Tells of an ending by the system's own notification, where that is allowed and nobody looks at the page. */
export async function notifyOf({ title, text }: Ending): Promise<void> {
  if (notifyPermission() !== 'granted' || isLookedAt()) return;
  const options = { body: text, tag: 'loaa-ending', icon: new URL('icons/192.png', document.baseURI).href };
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // On Android only a service worker may show one.
    await (await navigator.serviceWorker.getRegistration())?.showNotification(title, options);
  }
}
