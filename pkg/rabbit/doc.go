// Package rabbit speaks to RabbitMQ the way a shop has to: what was confirmed is not lost, and what arrives twice has one effect.
//
// # Publishing
//
// [Broker.Publish] sends a batch persistent and mandatory and waits for the broker's confirms. A message that reaches no queue
// comes back and fails its item even though the broker acknowledges it afterwards. Services do not call it themselves: they put
// events into the outbox (package outbox) in their business transaction, and the outbox' relay publishes.
//
// # Consuming
//
// [Broker.Consume] hands each delivery to a [Handler] and settles it by the error that comes back:
//
//	nil, ErrDuplicate   acknowledged
//	Ignore("…")         acknowledged and logged: the message is about something that does not exist
//	Permanent(err)      parked at once: no retry can help
//	a panic             the same as any other error, with the stack in the log
//	any other error     sent to a retry queue for 1 s, 5 s, 30 s, then 2 min each; parked after Consumer.MaxAttempts
//
// A retry is a confirmed copy with the attempts counted in its headers; only then is the original acknowledged. A parked message
// lies in parking.queue with the queue it came from, the reason and the times in its headers; [Broker.Parked] lists them,
// [Broker.Replay] sends them back, [Broker.Discard] drops them.
//
// Delivery is at least once. The handler's context carries the message ([FromContext]), so that the outbox' Once can refuse the
// second delivery in the same transaction as the effect.
//
// # Topology
//
// One [Topology] table says which exchanges, queues, bindings and published routes there are. [Topology.Lint] proves that every
// published route reaches a consumer, [Declare] brings the broker to that state, [Topology.Markdown] prints it. Only delays by
// the queue exist, never by the message, because a long delay at the head of a queue holds back the short ones behind it.
//
// # Connections
//
// A Broker keeps one connection to publish and one to consume, since a broker short of memory or disk blocks those that publish.
// Both come up by themselves and again after every loss, trying each address in turn once a second, for ever; a service starts
// and serves while the broker is away. The client library can also repair a connection in place, and that is left switched off
// on purpose: there a repaired channel numbers its deliveries from one again, and the acknowledgement of a handler that began
// before the loss would settle somebody else's message. Here a loss ends the session and the next one begins on a new channel.
package rabbit
