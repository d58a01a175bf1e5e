package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Settings is what the pages need of the settings.
type Settings interface {
	List(ctx context.Context) ([]admin.Setting, error)
	Change(ctx context.Context, key adminapi.SettingKey, value *int64, version int64, by adminapi.By) (admin.Setting, error)
}

// Operations is what the pages need of the operations desk.
type Operations interface {
	Unsent(ctx context.Context, q admin.UnsentQuery) ([]adminapi.Unsent, int64, []adminapi.Backlog, error)
	Parked(ctx context.Context, queue string, page paging.Page) ([]adminapi.Parked, int64, []string, error)
	Pick(ctx context.Context, refs []string) ([]adminapi.Parked, error)
	Send(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Replay(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Discard(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Health(ctx context.Context) (adminapi.Health, error)
}

// Board is what the start page needs of the dashboard.
type Board interface {
	Show(ctx context.Context, days int) dashboardapi.Dashboard
}

var (
	_ Settings   = (*admin.Settings)(nil)
	_ Operations = (*admin.Operations)(nil)
	_ Board      = (*admin.Board)(nil)
)

// Consoles is where staff find the consoles of the servers.
type Consoles struct{ Consul, Rabbit string }

// OperationsRoutes adds the start page and the pages of operations and settings.
func OperationsRoutes(r gin.IRouter, settings Settings, ops Operations, board Board, f *frame.Office, consoles Consoles) {
	o := operations{settings, ops, board, f, consoles}
	r.GET("/", f.Signed(o.start))
	r.GET("/dashboard.csv", f.Page(adminapi.DashboardRead, o.trendFile))
	r.GET("/operations/messages.html", f.Page(adminapi.OperationsRead, o.messages))
	r.GET("/operations/messages.csv", f.Page(adminapi.OperationsRead, o.messagesFile))
	r.POST("/operations/messages.html", f.Page(adminapi.OperationsWrite, o.act))
	r.GET("/operations/health.html", f.Page(adminapi.OperationsRead, o.health))
	r.GET("/settings.html", f.Page(adminapi.SettingsWrite, o.settingsPage))
	r.POST("/settings.html", f.Page(adminapi.SettingsWrite, o.saveSetting))
}

type operations struct {
	settings Settings
	ops      Operations
	board    Board
	frame    *frame.Office
	consoles Consoles
}

const (
	messagesPath = "/operations/messages.html"
	viewOutbox   = "outbox"
	viewParked   = "parked"
)

// view is the list that is asked for: the outboxes, or without a word what is parked.
func view(c *gin.Context) string {
	if c.Query("view") == viewOutbox {
		return viewOutbox
	}
	return viewParked
}

func (o operations) messages(c *gin.Context) error {
	return o.showMessages(c, http.StatusOK, nil, page.FormErrors{})
}

func (o operations) showMessages(c *gin.Context, status int, chosen []string, wrong page.FormErrors) error {
	words := o.frame.Words(c)
	shown := page.AdminMessages{
		AdminBase: o.frame.Base(c, words.T("admin.page.messages"), "messages"), Kind: view(c), CSV: frame.File(c), MayWrite: o.frame.May(c, adminapi.OperationsWrite),
	}
	shown.Errors = wrong
	for _, name := range []string{viewParked, viewOutbox} {
		shown.Tabs = append(shown.Tabs, page.Tab{Label: words.T("ops.tab." + name), URL: messagesPath + "?view=" + name, Selected: name == shown.Kind})
	}
	if err := o.fill(c, &shown, frame.Sheet(c)); err != nil {
		return err
	}
	for i, m := range shown.Messages {
		shown.Messages[i].Chosen = slices.Contains(chosen, m.Ref)
	}
	return o.frame.Show(c, status, "adminopsmessages", shown)
}

// fill lists what the page shows.
func (o operations) fill(c *gin.Context, shown *page.AdminMessages, at paging.Page) error {
	var total int64
	if shown.Kind == viewParked {
		found, n, queues, err := o.ops.Parked(c.Request.Context(), c.Query("queue"), at)
		if errors.Is(err, apperr.ErrUnavailable) { // the other list stands
			shown.Away = true
			return nil
		}
		if err != nil {
			return err
		}
		total, shown.Filtered = n, c.Query("queue") != ""
		for _, q := range queues {
			shown.Queues = append(shown.Queues, page.Option{Value: q, Label: q, Selected: q == c.Query("queue")})
		}
		for _, m := range found {
			shown.Messages = append(shown.Messages, parked(m))
		}
	} else {
		shown.Failed = c.Query("failed") != ""
		found, n, backlog, err := o.ops.Unsent(c.Request.Context(), admin.UnsentQuery{Service: c.Query("service"), Failed: shown.Failed, Page: at})
		if err != nil {
			return err
		}
		total, shown.Filtered = n, shown.Failed || c.Query("service") != ""
		for _, b := range backlog {
			shown.Services = append(shown.Services, page.Option{Value: b.Service, Label: b.Service, Selected: b.Service == c.Query("service")})
			if b.Error != "" {
				shown.Silent = append(shown.Silent, b.Service)
			}
		}
		for _, m := range found {
			shown.Messages = append(shown.Messages, unsent(m))
		}
	}
	shown.Pager = frame.Pager(c, at, total)
	return nil
}

func parked(m adminapi.Parked) page.AdminMessage {
	return page.AdminMessage{
		Ref: m.Ref, ID: m.ID, Type: m.Type, Subject: m.Subject, Place: m.Queue, Exchange: m.Exchange, Key: m.Key, Reason: m.Reason, Attempts: m.Attempts,
		At: at(m.FirstAt), LastAt: at(m.LastAt), Payload: laidOut(m.Payload), Cut: m.Cut, Failed: true,
	}
}

func unsent(m adminapi.Unsent) page.AdminMessage {
	return page.AdminMessage{
		Ref: m.Ref, ID: m.MessageID, Type: m.Type, Subject: m.Subject, Place: m.Service, Exchange: m.Exchange, Key: m.Key, Reason: m.Error,
		Attempts: m.Attempts, At: m.CreatedAt, LastAt: m.NextAt, Payload: laidOut(m.Payload), Cut: m.Cut, Failed: m.Attempts > 0,
	}
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// laidOut is a payload with a line for every value, where it is JSON.
func laidOut(payload string) string {
	var out bytes.Buffer
	if json.Indent(&out, []byte(payload), "", "  ") != nil {
		return payload
	}
	return out.String()
}

func (o operations) messagesFile(c *gin.Context) error {
	list := page.AdminMessages{Kind: view(c)}
	if err := o.fill(c, &list, paging.Whole(csvfile.MostRows)); err != nil {
		return err
	}
	lines := make([][]string, len(list.Messages))
	for i, m := range list.Messages {
		lines[i] = []string{m.Place, m.ID, m.Type, m.Subject, m.Exchange, m.Key, m.Reason, strconv.Itoa(m.Attempts), csvTime(m.At), csvTime(m.LastAt), m.Payload}
	}
	head := []string{"place", "id", "type", "subject", "exchange", "key", "reason", "attempts", "at", "last", "payload"}
	return frame.SendCSV(c, list.Kind, head, lines)
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// act asks whether something shall be done with the chosen messages, then does it and says what became of each.
func (o operations) act(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	kind, refs := c.PostForm("kind"), c.PostFormArray("refs")
	do := map[string]func(context.Context, []string, adminapi.By) (adminapi.Outcomes, error){
		"replay": o.ops.Replay, "discard": o.ops.Discard, "send": o.ops.Send,
	}[kind]
	if do == nil {
		return apperr.ErrInvalid.WithField("kind", "unknown")
	}
	words := o.frame.Words(c)
	if len(refs) == 0 || len(refs) > adminapi.MostChosen {
		return o.showMessages(c, http.StatusUnprocessableEntity, refs, page.FormErrors{Summary: words.T("ops.choose_some", "Most", adminapi.MostChosen)})
	}
	shown := page.AdminMessagesDo{AdminBase: o.frame.Base(c, words.T("ops.do."+kind), "messages"), Kind: kind, Back: frame.Address(c)}
	if shown.Messages, err = o.picked(c, kind, refs); err != nil {
		return err
	}
	if c.PostForm("step") != "do" {
		return o.frame.Show(c, http.StatusOK, "adminopsdo", shown)
	}
	told, err := do(c.Request.Context(), refs, who)
	if err != nil && frame.Expected(err) {
		shown.Errors = o.frame.Wrong(c, err)
		return o.frame.Show(c, apperr.From(err).Kind.Status(), "adminopsdo", shown)
	}
	if err != nil {
		return err
	}
	shown.Done, shown.Undone = told.Done, told.Failed
	for _, r := range told.Results {
		result := page.AdminOutcome{Label: r.Ref, OK: r.OK, Code: r.Code, Detail: r.Detail}
		if i := slices.IndexFunc(shown.Messages, func(m page.AdminMessage) bool { return m.Ref == r.Ref }); i >= 0 && shown.Messages[i].ID != "" {
			result.Label, result.Type = shown.Messages[i].ID, shown.Messages[i].Type
		}
		shown.Results = append(shown.Results, result)
	}
	shown.Messages = nil
	return o.frame.Show(c, http.StatusOK, "adminopsdo", shown)
}

// picked gives the chosen messages as far as they are still there.
func (o operations) picked(c *gin.Context, kind string, refs []string) ([]page.AdminMessage, error) {
	var all []page.AdminMessage
	if kind == "send" {
		for _, ref := range refs {
			service, id, _ := strings.Cut(ref, ":")
			all = append(all, page.AdminMessage{Ref: ref, Place: service, Subject: id})
		}
		return all, nil
	}
	found, err := o.ops.Pick(c.Request.Context(), refs)
	for _, m := range found {
		all = append(all, parked(m))
	}
	return all, err
}
