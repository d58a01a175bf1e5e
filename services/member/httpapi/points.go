package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

// historyShown is how many lines of the ledger the API tells.
const historyShown = 100

func (a api) points(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	found, err := a.uc.Find(ctx, who.ID)
	if err != nil {
		return err
	}
	entries, _, err := a.uc.History(ctx, who.ID, member.LedgerPoints, 0, historyShown)
	if err != nil {
		return err
	}
	answer := memberapi.Points{Balance: found.Points, Frozen: found.Frozen, Growth: found.Growth, History: make([]memberapi.PointsEntry, len(entries))}
	for i, e := range entries {
		answer.History[i] = memberapi.PointsEntry{At: e.At, Change: e.Change, Reason: a.reason(c, e), OrderSn: e.OrderSn}
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}

// reason says in the caller's language why a line is there; campaigns and staff have said so themselves.
func (a api) reason(c *gin.Context, e member.Entry) string {
	if e.Note != "" {
		return e.Note
	}
	text, _ := a.words.Text(a.words.Language(c.Request), "ledger_"+string(e.Reason))
	return text
}

func (a api) checkout(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	found, addresses, err := a.uc.Checkout(ctx, who.ID)
	if err != nil {
		return err
	}
	l := found.Level
	c.JSON(http.StatusOK, memberapi.Checkout{
		MemberID: found.ID, Username: found.Username, Points: found.Free(), Addresses: shownAddresses(addresses),
		Level: memberapi.Level{ID: l.ID, Name: l.Name, FreeFreightFrom: l.FreeFreightFrom, MemberPrice: l.MemberPrice},
	})
	return nil
}

func (a api) levels(c *gin.Context) error {
	all, err := a.uc.Levels(c.Request.Context())
	if err != nil {
		return err
	}
	answer := memberapi.Levels{Levels: make([]memberapi.LevelRule, len(all))}
	for i, l := range all {
		answer.Levels[i] = memberapi.LevelRule{
			Level:      memberapi.Level{ID: l.ID, Name: l.Name, FreeFreightFrom: l.FreeFreightFrom, MemberPrice: l.MemberPrice},
			GrowthFrom: l.GrowthPoint,
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func (a api) freeze(c *gin.Context) error {
	var in memberapi.Freeze
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := a.uc.Freeze(c.Request.Context(), member.Freeze(in)); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
