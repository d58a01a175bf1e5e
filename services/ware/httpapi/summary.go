package httpapi

import (
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/wareapi"
	"gulimall/services/ware"
)

// What the dashboard is told is so fresh, and lists so many of what is lowest.
const (
	summaryFresh  = time.Minute
	summaryLowest = 10
)

// summary answers the dashboard from what was counted within the last minute.
type summary struct {
	desk Office
	now  func() time.Time

	mu   sync.Mutex
	at   time.Time
	seen ware.Low
}

func newSummary(desk Office, now func() time.Time) *summary { return &summary{desk: desk, now: now} }

func (s *summary) answer(c *gin.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Sub(s.at) >= summaryFresh {
		low, err := s.desk.Low(c.Request.Context(), summaryLowest)
		if err != nil {
			return err
		}
		s.at, s.seen = s.now(), low
	}
	shown := wareapi.Summary{Low: s.seen.Count, Lowest: make([]wareapi.StockRow, len(s.seen.Lowest)), OpenNeeds: s.seen.OpenNeeds}
	for i, one := range s.seen.Lowest {
		shown.Lowest[i] = row(one)
	}
	c.JSON(http.StatusOK, shown)
	return nil
}
