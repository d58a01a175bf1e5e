package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// How many differences are followed up at once, and how many characters their numbers may have: those of a whole run.
const (
	mostAtOnce  = 100
	mostNumbers = 8 * payment.MostDifferences
	maxNote     = 500
)

// askingAll is the question whether the same is meant for all differences of a kind that are left.
func (o office) askingAll(c *gin.Context) error {
	ctx, kind := c.Request.Context(), payment.Kind(c.Query("kind"))
	r, err := o.runs.Run(ctx, frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	if !slices.Contains(payment.Kinds(), kind) {
		return payment.ErrNoDifference
	}
	action := payment.Action(c.Query("action"))
	if !slices.Contains(kind.Actions(), action) {
		action = kind.Actions()[0]
	}
	open := payment.DifferenceOpen
	left, _, err := o.runs.Differences(ctx, payment.DifferenceQuery{RunID: r.ID, State: &open, Kind: kind, Page: paging.Whole(payment.MostDifferences)})
	if err != nil {
		return err
	}
	numbers := make([]int, len(left))
	for i, f := range left {
		numbers[i] = f.N
	}
	return o.showAskingAll(c, http.StatusOK, r, page.PayFollowUps{Kind: string(kind), Chosen: string(action), Left: len(left), Numbers: joined(numbers)})
}

func (o office) showAskingAll(c *gin.Context, status int, r payment.Run, shown page.PayFollowUps) error {
	wrong := shown.Errors
	shown.AdminBase = o.frame.Base(c, o.frame.Words(c).T("money.follow_up"), "reconciliations")
	shown.Errors, shown.RunID, shown.Day, shown.Back = wrong, r.ID, string(r.Day), whence(c, runPath(r.ID))
	return o.frame.Show(c, status, "adminfollowups", shown)
}

func joined(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, "\n")
}

// numbered reads the numbers of differences, one a line.
func numbered(text string) ([]int, error) {
	if len(text) > mostNumbers {
		return nil, apperr.ErrInvalid.WithField("numbers", "too_long")
	}
	var numbers []int
	for _, line := range strings.Fields(text) {
		n, err := strconv.Atoi(line)
		if err != nil || n < 1 || n > payment.MostDifferences {
			return nil, apperr.ErrInvalid.WithField("numbers", "invalid")
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 {
		return nil, apperr.ErrInvalid.WithField("numbers", "required")
	}
	return numbers, nil
}

// followUpAll does the same about each of the differences that are named, and says of each what came of it. Those that are too many for one
// answer are left for the next.
func (o office) followUpAll(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	r, err := o.runs.Run(c.Request.Context(), frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	shown := page.PayFollowUps{Kind: c.PostForm("kind"), Chosen: c.PostForm("action"), Typed: c.PostForm("note"), Numbers: c.PostForm("numbers")}
	kind, action := payment.Kind(shown.Kind), payment.Action(shown.Chosen)
	if !slices.Contains(payment.Kinds(), kind) || !slices.Contains(kind.Actions(), action) {
		return apperr.ErrInvalid.WithField("action", "unknown")
	}
	numbers, err := numbered(shown.Numbers)
	if err != nil {
		return err
	}
	shown.Left = len(numbers)
	if err := noteFor(action, shown.Typed); err != nil {
		shown.Errors = o.frame.Wrong(c, err)
		return o.showAskingAll(c, apperr.From(err).Kind.Status(), r, shown)
	}
	now := numbers[:min(len(numbers), mostAtOnce)]
	if shown.Lines, err = o.followedUp(c, r.ID, now, shown, who); err != nil {
		return err
	}
	shown.Left, shown.Numbers = len(numbers)-len(now), joined(numbers[len(now):])
	return o.showAskingAll(c, http.StatusOK, r, shown)
}

// noteFor judges the note before anything is done with it.
func noteFor(action payment.Action, note string) error {
	switch {
	case action == payment.Explain && strings.TrimSpace(note) == "":
		return apperr.ErrInvalid.WithField("note", "required")
	case utf8.RuneCountInString(note) > maxNote:
		return apperr.ErrInvalid.WithField("note", "too_long")
	}
	return nil
}

// followedUp does it to some. What one is refused for is said in its line and keeps none of the others from being done. Where somebody who is asked
// is away, the rest is not tried: each would wait as long.
func (o office) followedUp(c *gin.Context, runID int64, numbers []int, asked page.PayFollowUps, who adminapi.By) ([]page.PayFollowLine, error) {
	ctx, lines, away := c.Request.Context(), make([]page.PayFollowLine, len(numbers)), ""
	for i, n := range numbers {
		lines[i].N, lines[i].Kind = n, asked.Kind
		if away != "" {
			lines[i].Fault = away
			continue
		}
		f, err := o.runs.FollowUp(ctx, runID, n, payment.Action(asked.Chosen), asked.Typed, who)
		if err == nil {
			lines[i].PayFound = found(f, false)
			continue
		}
		if kind := apperr.From(err).Kind; kind == apperr.Internal || ctx.Err() != nil {
			return nil, err
		} else if lines[i].Fault = o.frame.Wrong(c, err).Summary; kind == apperr.Unavailable {
			away = lines[i].Fault
		}
		lines[i].OrderSn, lines[i].TradeNo, lines[i].RefundSn = f.OrderSn, f.TradeNo, f.RefundSn
	}
	return lines, nil
}
