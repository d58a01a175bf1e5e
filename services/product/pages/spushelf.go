package pages

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// mostShelved is how many products go up or down at once.
const mostShelved = 100

// shelve asks first, naming the products, and then puts them up or takes them down; it says how it went with each.
func (p publishing) shelve(c *gin.Context, by adminapi.By) error {
	do, words := c.PostForm("do"), p.frame.Words(c)
	if do != "up" && do != "down" {
		return apperr.ErrInvalid.WithField("do", "unknown")
	}
	ids := c.PostFormArray("ids")
	if len(ids) == 0 || len(ids) > mostShelved {
		return p.showList(c, http.StatusUnprocessableEntity, page.FormErrors{Summary: words.T("spu.choose_some")})
	}
	shown := page.AdminSPUShelve{AdminBase: p.frame.Base(c, words.T("spu.title."+do), "spus"), Do: do}
	shown.Here = "/product/spus.html"
	for _, text := range ids {
		id := frame.Number(text)
		found, err := p.uc.Find(c.Request.Context(), id)
		if err != nil {
			return err
		}
		if c.PostForm("step") != "do" {
			shown.Rows = append(shown.Rows, page.AdminSPURow{ID: id, Name: found.Name, Status: found.Status.String()})
			continue
		}
		act := p.uc.Up
		if do == "down" {
			act = p.uc.Down
		}
		line := page.AdminSPULine{ID: id, Name: found.Name}
		if _, err := act(c.Request.Context(), id, by); err != nil {
			if !frame.Expected(err) {
				return err
			}
			line.Trouble = p.why(c, err)
		}
		shown.Lines = append(shown.Lines, line)
	}
	return p.frame.Show(c, http.StatusOK, "adminspushelve", shown)
}

// why words an error in one line.
func (p publishing) why(c *gin.Context, err error) string {
	wrong := p.wrong(c, err)
	if len(wrong.Fields) == 0 {
		return wrong.Summary
	}
	parts := make([]string, len(wrong.Fields))
	for i, f := range wrong.Fields {
		parts[i] = f.Message
	}
	return strings.Join(parts, p.frame.Words(c).T("admin.comma"))
}

// nth finds the SKU that a field is of.
func nth(field string) (n int, last string) {
	if _, err := fmt.Sscanf(field, "skus[%d]", &n); err != nil {
		n = -1
	}
	last = field[strings.LastIndex(field, ".")+1:]
	if at := strings.Index(last, "["); at >= 0 {
		last = last[:at]
	}
	return n, last
}

// wrong words an error; of many SKUs it says which.
func (p publishing) wrong(c *gin.Context, err error) page.FormErrors {
	form, words := p.frame.Errors(c, err), p.frame.Words(c)
	for i := range form.Fields {
		told := &form.Fields[i]
		n, last := nth(told.Field)
		if label, none := words.Text("admin.field." + last); none == nil {
			told.Message = words.T("spu.at_step", "What", label, "Fault", told.Message)
		}
		if n >= 0 {
			told.Message = words.T("spu.at_step", "What", words.T("spu.nth", "N", n+1), "Fault", told.Message)
		}
	}
	return form
}
