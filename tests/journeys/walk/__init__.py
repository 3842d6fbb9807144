"""A walk through every page that a person is offered: who goes where (`walker`), what a page must be like (`faults`,
with `page.js` in the browser), and which words may stand on it (`words`)."""
