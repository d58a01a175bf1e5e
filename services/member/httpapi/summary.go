package httpapi

import (
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/member"
)

// What the dashboard is told is so fresh, and goes so far back.
const (
	summaryFresh = time.Minute
	summaryDays  = 90
)

// summary answers the dashboard from what was counted within the last minute.
type summary struct {
	desk Office
	now  func() time.Time

	mu   sync.Mutex
	at   time.Time
	seen member.Arrivals
}

func newSummary(desk Office, now func() time.Time) *summary { return &summary{desk: desk, now: now} }

func (s *summary) answer(c *gin.Context) error {
	days, err := server.Int(c, "days", 30, 1, summaryDays)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	midnight := shopday.Midnight(s.now())
	if s.now().Sub(s.at) >= summaryFresh {
		counted, err := s.desk.Arrivals(c.Request.Context(), midnight.AddDate(0, 0, 1-summaryDays))
		if err != nil {
			return err
		}
		s.at, s.seen = s.now(), counted
	}
	shown := memberapi.Summary{At: s.at, Members: s.seen.Members, Days: make([]memberapi.Day, days)}
	for i := range shown.Days {
		day := midnight.AddDate(0, 0, i+1-int(days))
		shown.Days[i] = memberapi.Day{From: day.UTC(), Registered: s.seen.Days[shopday.Name(day)]}
	}
	c.JSON(http.StatusOK, shown)
	return nil
}
