package httpapi

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// Takings is what the back office's calls need of stock-taking.
type Takings interface {
	Open(ctx context.Context, wareID int64, skuIDs []int64, note string, by adminapi.By) (ware.Taking, error)
	List(ctx context.Context, q ware.TakingQuery) ([]ware.Taking, int64, error)
	Find(ctx context.Context, id int64) (ware.Taking, error)
	Lines(ctx context.Context, id int64, choice ware.LineChoice, skuID int64, page paging.Page) ([]ware.TakingLine, int64, error)
	Count(ctx context.Context, id int64, counts []ware.Count, by adminapi.By) (map[int64]string, error)
	Book(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error)
	Cancel(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error)
}

var _ Takings = (*ware.Takings)(nil)

type stocktaking struct {
	desk   Takings
	decode *server.Decoder
}

func (s stocktaking) routes(r gin.IRouter, guarded func(adminapi.Permission, server.Handler) gin.HandlerFunc) {
	one := wareapi.PathTakings + "/:id"
	r.GET(wareapi.PathTakings, guarded(adminapi.WareRead, s.list))
	r.POST(wareapi.PathTakings, guarded(adminapi.WareWrite, s.open))
	r.GET(one, guarded(adminapi.WareRead, s.find))
	r.GET(one+wareapi.PartLines, guarded(adminapi.WareRead, s.lines))
	r.PUT(one+wareapi.PartCounts, guarded(adminapi.WareWrite, s.count))
	r.POST(one+wareapi.PartBook, guarded(adminapi.WareWrite, s.end(s.desk.Book)))
	r.POST(one+wareapi.PartCancel, guarded(adminapi.WareWrite, s.end(s.desk.Cancel)))
}

// The states of sheets and of their lines in their order, as the API calls them.
func takingNames() []string { return []string{"open", "booked", "cancelled"} }

func lineNames() []string { return []string{"open", "booked", "refused"} }

func taking(t ware.Taking) wareapi.Taking {
	return wareapi.Taking{
		ID: t.ID, WareID: t.WareID, State: takingNames()[t.State], Note: t.Note, Account: t.Account, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
		Lines: t.Lines, Counted: t.Counted, Differing: t.Differing, Booked: t.Booked, Refused: t.Refused,
	}
}

func (s stocktaking) list(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	wanted, err := state[ware.TakingState](q.State, takingNames())
	if err != nil {
		return err
	}
	items, total, err := s.desk.List(c.Request.Context(), ware.TakingQuery{WareID: q.WareID, State: wanted, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, taking))
	return nil
}

func (s stocktaking) open(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.NewTaking
	if err := s.decode.JSON(c, &in); err != nil {
		return err
	}
	opened, err := s.desk.Open(c.Request.Context(), in.WareID, in.SkuIDs, in.Note, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, taking(opened))
	return nil
}

func (s stocktaking) find(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	found, err := s.desk.Find(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, taking(found))
	return nil
}

func (s stocktaking) lines(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	choice := ware.LineChoice(c.Query("show"))
	if !slices.Contains([]ware.LineChoice{ware.LinesAll, ware.LinesUncounted, ware.LinesDiffering, ware.LinesRefused}, choice) {
		return apperr.ErrInvalid.WithField("show", "unknown")
	}
	if _, err := s.desk.Find(c.Request.Context(), id); err != nil {
		return err
	}
	items, total, err := s.desk.Lines(c.Request.Context(), id, choice, q.SkuID, page)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(l ware.TakingLine) wareapi.TakingLine {
		return wareapi.TakingLine{
			SkuID: l.SkuID, SkuName: l.SkuName, State: lineNames()[l.State], Counted: l.Counted, Expected: l.Expected, Delta: l.Delta(), CountedAt: l.CountedAt,
			Stock: l.Stock, Locked: l.Locked,
		}
	}))
	return nil
}

func (s stocktaking) count(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in wareapi.Counts
	if err := s.decode.JSON(c, &in); err != nil {
		return err
	}
	counts := make([]ware.Count, len(in.Counts))
	for i, count := range in.Counts {
		counts[i] = ware.Count{SkuID: count.SkuID, Counted: count.Counted}
	}
	refused, err := s.desk.Count(c.Request.Context(), id, counts, who)
	if err != nil {
		return err
	}
	answer := wareapi.Counted{Taken: len(counts) - len(refused), Refused: []wareapi.CountFault{}}
	for _, count := range counts {
		if code, bad := refused[count.SkuID]; bad {
			answer.Refused = append(answer.Refused, wareapi.CountFault{SkuID: count.SkuID, Code: code})
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// end books or cancels a sheet.
func (s stocktaking) end(do func(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error)) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		id, err := server.ID(c, "id")
		if err != nil {
			return err
		}
		ended, err := do(c.Request.Context(), id, who)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, taking(ended))
		return nil
	}
}
