package httpapi

import (
	"context"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/services/order"
)

// Summaries is what the dashboard's call needs of the use cases.
type Summaries interface {
	Summary(ctx context.Context, days int) (order.Summary, error)
}

// usualDays is how many days a summary has that nobody asked for more of.
const usualDays = 7

// SummaryRoutes adds the dashboard's call.
func SummaryRoutes(r gin.IRouter, uc Summaries, edge *server.Edge) {
	r.GET(orderapi.PathSummary, edge.JSON(func(c *gin.Context) error {
		days, err := server.Int(c, "days", usualDays, 1, order.MostDays)
		if err != nil {
			return err
		}
		s, err := uc.Summary(c.Request.Context(), int(days))
		if err != nil {
			return err
		}
		body := orderapi.Summary{At: s.At, Days: spans(s.Days), Hours: spans(s.Hours), Waiting: orderapi.Waiting(s.Waiting), Top: make([]orderapi.Sold, len(s.Top))}
		for i, sold := range s.Top {
			body.Top[i] = orderapi.Sold(sold)
		}
		return ok(c, body)
	}))
}

func spans(all []order.Span) []orderapi.Span {
	shown := make([]orderapi.Span, len(all))
	for i, s := range all {
		shown[i] = orderapi.Span(s)
	}
	return shown
}
