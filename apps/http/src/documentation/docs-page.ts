/**
 * The page of the document as it comes from its library, with what that has no setting for: as wide as a phone, and a
 * word to those without scripts.
 */
export function completePage(page: string): string {
  return page
    .replace('<meta charset="UTF-8">', `$&\n${viewport}`)
    .replace('<div id="swagger-ui"></div>', `${withoutScripts}\n$&`);
}

const viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">';

const withoutScripts =
  '<noscript><p>This page needs JavaScript. <a href="/openapi.json">The document itself</a> does not.</p></noscript>';

/** The script that starts the page, and reads the document from its one address. */
export function completeStart(script: string): string {
  return script
    .replace("resolveUrl('./json')", "'/openapi.json'")
    .replace(
      'plugins: [',
      `${withoutThePassword},\n      $&\n        ${sendOnlyWhatIsFilledIn},\n        ${lockOnlyWithToken},`,
    );
}

/** Or else the address and password by which a browser was let in here go along with whatever is tried out. */
const withoutThePassword =
  "requestInterceptor: (request) => (request.loadSpec ? request : Object.assign(request, { credentials: 'omit' }))";

/** Or else a form that changes something would bear words that nobody typed, in each field that may be left out. */
const sendOnlyWhatIsFilledIn = `() => ({
          wrapComponents: {
            JsonSchemaForm: (Form, { React }) => (props) =>
              React.createElement(Form, props.dispatchInitialValue && !props.required ? { ...props, dispatchInitialValue: false } : props),
            ParameterIncludeEmpty: (Choice, { React }) => (props) =>
              React.createElement(Choice, { ...props, isIncludedOptions: { ...props.isIncludedOptions, defaultValue: false } }),
          },
        })`;

/** Or else what may be had without a token looks as if one were there. */
const lockOnlyWithToken = `() => ({
          wrapComponents: {
            authorizeOperationBtn: (Lock, { React, authSelectors }) => (props) =>
              React.createElement(Lock, { ...props, isAuthorized: props.isAuthorized && authSelectors.authorized().size > 0 }),
          },
        })`;

/** Nothing here has links; and what keeps long names within a narrow screen. */
export const pageStyle = `
.swagger-ui .response-col_links { display: none; }
@media (max-width: 640px) {
  .swagger-ui .wrapper, .swagger-ui .opblock-body .table-container, .swagger-ui .responses-inner { padding: 10px; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; word-break: break-word; }
  .swagger-ui table tbody tr td:first-of-type, .swagger-ui .col_header.response-col_status { min-width: 4em; }
  .swagger-ui .renderedMarkdown code { white-space: pre-wrap; overflow-wrap: anywhere; }
  .swagger-ui table.headers thead { display: none; }
  .swagger-ui table.headers td { display: block; padding: 0 0 4px; }
  .swagger-ui .parameters-col_name { padding-right: 8px; overflow-wrap: anywhere; }
  .swagger-ui .try-out.btn-group { flex-wrap: wrap; }
  .swagger-ui .servers > label { margin: 0; }
  .swagger-ui .servers > label select { min-width: 0; max-width: 100%; }
}
`;
