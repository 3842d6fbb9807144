"""外发消息: what stands in the inbox goes out by mail, SMS and group robots too (decision 0010).

A message is a row written with the line in the inbox. The worker claims it, sends it, and keeps what became of it;
nobody waits for another system in a request. Nothing goes out until an administrator switches a channel on.
"""
