"""Open311 GeoReport v2 under `/open311/v2/`: other people's apps read what is public here, and send what their users
report. What they send goes the way of the report page: a report with its clocks, public only as a moderator decides."""
