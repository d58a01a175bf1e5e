package pages

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/i18n"
	"gulimall/web/page"
)

func (o operations) health(c *gin.Context) error {
	h, err := o.ops.Health(c.Request.Context())
	if err != nil {
		return err
	}
	words := o.frame.Words(c)
	shown := page.AdminHealth{
		AdminBase: o.frame.Base(c, words.T("admin.page.health"), "health"), At: h.At, Parked: h.Parked, Consul: o.consoles.Consul, Rabbit: o.consoles.Rabbit,
		Rounds: rounds(h.Instances, words), LimitsAway: h.Limited == nil,
	}
	for _, i := range h.Instances {
		shown.Instances = append(shown.Instances, instance(i))
	}
	for _, l := range h.Limited {
		shown.Limited = append(shown.Limited, page.AdminLimited{Limit: slug(l.Limit), Service: l.Service, Refused: l.Refused, LastAt: l.LastAt})
	}
	for _, b := range h.Unsent {
		shown.Unsent = append(shown.Unsent, page.AdminBacklog{Service: b.Service, Error: b.Error, Total: b.Total, Failed: b.Failed})
	}
	if h.Audit != nil {
		run := audited(*h.Audit)
		shown.Audit = &run
	}
	return o.frame.Show(c, http.StatusOK, "adminopshealth", shown)
}

func instance(i adminapi.Instance) page.AdminInstance {
	shown := page.AdminInstance{Service: i.Service, Address: i.Address, State: i.Health, Output: i.Output, Error: i.Error}
	if i.Process == nil {
		return shown
	}
	shown.Answered, shown.StartedAt = true, i.Process.StartedAt
	for _, name := range slices.Sorted(maps.Keys(i.Process.Faults)) {
		shown.Faults = append(shown.Faults, page.AdminFault{Name: name, Error: i.Process.Faults[name]})
	}
	return shown
}

// rounds sums up over the copies of a service what its repeated work has found.
func rounds(instances []adminapi.Instance, words *i18n.Words) []page.AdminRound {
	sums := map[string]page.AdminRound{}
	for _, i := range instances {
		if i.Process == nil {
			continue
		}
		for _, r := range i.Process.Rounds {
			key := i.Service + " " + r.Name
			sum, known := sums[key]
			if !known {
				sum = page.AdminRound{Service: i.Service, Name: roundName(r.Name, words), Seconds: time.Duration(r.Every * int64(time.Millisecond)).Seconds()}
			}
			sum.Found += r.Found
			sum.Failures += r.Failures
			if last := at(r.LastAt); last.After(sum.LastAt) {
				sum.LastAt, sum.LastFound = last, r.LastFound
			}
			if failed := at(r.ErrorAt); failed.After(sum.ErrorAt) {
				sum.Error, sum.ErrorAt = r.Error, failed
			}
			sums[key] = sum
		}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b page.AdminRound) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Name, b.Name))
	})
}

// roundName is a round in words; one that is newer than the words has its own name.
func roundName(name string, words *i18n.Words) string {
	if text, err := words.Text("ops.round." + slug(name)); err == nil {
		return text
	}
	return name
}

func audited(run adminapi.AuditRun) page.AdminAuditRun {
	shown := page.AdminAuditRun{At: run.At, Mode: run.Mode, Rules: run.Rules, Skipped: run.Skipped}
	for _, v := range run.Violated {
		shown.Violated = append(shown.Violated, page.AdminViolation{Rule: v.Rule, Says: v.Says, Count: v.Violations, Examples: v.Examples})
	}
	return shown
}

// slug is a name as a part of a key of the catalogues.
func slug(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_", "/", "_").Replace(strings.ToLower(name))
}
