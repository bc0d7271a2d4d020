/**
 * The page that a customer lands on who comes back from paying.
 *
 * @param message one of our own sentences, without anything that came from outside
 */
export function returnPage(message: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Online Cinema</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:18vh auto 0;padding:0 1.5rem;text-align:center}</style>
</head>
<body>
<h1>${message}</h1>
<p><a href="/">Back to the cinema</a></p>
</body>
</html>
`;
}
