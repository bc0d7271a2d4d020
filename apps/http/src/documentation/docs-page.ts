/**
 * The page of the document as it comes from its library, with what that has no setting for: as wide as a phone, a word
 * to those without scripts, and the document from the one address that it has.
 */
export function completePage(page: string): string {
  return page
    .replace(
      '<meta charset="UTF-8">',
      '<meta charset="UTF-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">',
    )
    .replace(
      '<div id="swagger-ui"></div>',
      '<noscript><p>This page needs JavaScript. <a href="/openapi.json">The document itself</a> does not.</p></noscript>\n<div id="swagger-ui"></div>',
    );
}

/** The script that starts the page. */
export const completeStart = (script: string) => script.replace("resolveUrl('./json')", "'/openapi.json'");

/** What keeps long names within a narrow screen. */
export const narrowStyle = `
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 10px; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; word-break: break-word; }
}
`;
