package rabbit

import (
	"fmt"
	"strings"
)

// Markdown prints the table for the documentation: what is published and where it goes, then every queue.
func (t Topology) Markdown() string {
	var w strings.Builder
	w.WriteString("| published to | key | by | reaches |\n|---|---|---|---|\n")
	for _, r := range t.Publishes {
		reaches := "`" + strings.Join(t.route(r.Exchange, r.Key), "`, `") + "`"
		if reaches == "``" {
			reaches = "whoever follows"
		}
		fmt.Fprintf(&w, "| `%s` | `%s` | %s | %s |\n", r.Exchange, r.Key, r.By, reaches)
	}
	w.WriteString("\n| queue | hears | consumer | holds back | then goes to |\n|---|---|---|---|---|\n")
	for _, q := range t.Queues {
		var hears []string
		for _, b := range t.Bindings {
			if b.Queue == q.Name {
				hears = append(hears, fmt.Sprintf("`%s` `%s`", b.Exchange, b.Key))
			}
		}
		consumer, ttl, next := q.Consumer, "", ""
		if q.delays() {
			consumer, ttl = "–", q.TTL.String()
			next = "`" + strings.Join(t.route(q.DeadLetterExchange, q.DeadLetterKey), "`, `") + "`"
		}
		fmt.Fprintf(&w, "| `%s` | %s | %s | %s | %s |\n", q.Name, strings.Join(hears, "<br>"), consumer, ttl, next)
	}
	w.WriteString("\nRetries: ")
	for i, d := range retryDelays() {
		if i > 0 {
			w.WriteString(", ")
		}
		fmt.Fprintf(&w, "`%s`", retryName(d))
	}
	fmt.Fprintf(&w, " (back to the queue that the key names). Given up: `%s`.\n", ParkingQueue)
	return w.String()
}
