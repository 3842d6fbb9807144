"""一盘棋, the leaders' screen: what is read (`situation`), the six figures (`glance`), pace and punctuality of units
(`pace`), what to push (`pushes`), what changed (`changes`), the score over time (`scores`); `whole` puts it together
for the page and the API."""
