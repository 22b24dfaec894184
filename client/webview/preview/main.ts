import { connectHost } from './host-link.ts';
import { pageStyles } from './page-styles.ts';
import { startPreview } from './preview-page.ts';

// The host writes `data-document` and `data-elk-worker` on the body (PageAttributes of #protocol).
const styles = new CSSStyleSheet();
styles.replaceSync(pageStyles());
document.adoptedStyleSheets = [styles];
const host = connectHost();
const { document: model = '', elkWorker = '' } = document.body.dataset;
host.keep({ document: model });
startPreview(document.body, host, elkWorker);
