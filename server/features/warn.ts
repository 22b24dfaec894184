import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';

/** Tells the user something that needs no answer. */
export function warn(connection: Connection | undefined, message: string): void {
  void connection?.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
}
