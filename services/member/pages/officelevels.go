package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/money"
	"gulimall/pkg/staff"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func levelShown(l member.LevelRule) page.AdminLevel {
	return page.AdminLevel{
		ID: l.ID, Version: l.Version, Name: l.Name, Note: l.Note, GrowthFrom: l.GrowthPoint, FreeFreightFrom: l.FreeFreightFrom,
		CommentGrowth: l.CommentGrowth, MemberPrice: l.MemberPrice, Birthday: l.Birthday, Default: l.Default, Members: l.Members,
	}
}

func (o office) levels(c *gin.Context) error {
	all, err := o.desk.LevelRules(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.AdminMemberLevels{AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.levels"), "levels"), MayWrite: o.frame.May(c, adminapi.MemberWrite), CSV: frame.File(c)}
	for _, l := range all {
		shown.Levels = append(shown.Levels, levelShown(l))
	}
	return o.frame.Show(c, http.StatusOK, "adminmemberlevels", shown)
}

// level reads one level.
func (o office) level(c *gin.Context, id int64) (member.LevelRule, error) {
	all, err := o.desk.LevelRules(c.Request.Context())
	if err != nil {
		return member.LevelRule{}, err
	}
	for _, l := range all {
		if l.ID == id {
			return l, nil
		}
	}
	return member.LevelRule{}, member.ErrNoLevel
}

func (o office) levelPage(c *gin.Context) error {
	typed := page.AdminMemberLevelEdit{}
	if id := frame.Number(c.Query("id")); id != 0 {
		l, err := o.level(c, id)
		if err != nil {
			return err
		}
		typed = page.AdminMemberLevelEdit{
			ID: l.ID, Version: l.Version, Name: l.Name, Note: l.Note, Growth: number(l.GrowthPoint), Freight: l.FreeFreightFrom.String(), Comment: number(l.CommentGrowth),
			MemberPrice: l.MemberPrice, Birthday: l.Birthday, Default: l.Default,
		}
	}
	return o.showLevel(c, http.StatusOK, typed, page.FormErrors{})
}

func (o office) showLevel(c *gin.Context, status int, shown page.AdminMemberLevelEdit, wrong page.FormErrors) error {
	title := "people.level_add"
	if shown.ID != 0 {
		title = "people.level_edit"
	}
	shown.AdminBase = o.frame.Base(c, o.frame.Words(c).T(title), "levels")
	shown.Errors = wrong
	return o.frame.Show(c, status, "adminmemberleveledit", shown)
}

// saveLevel adds or changes a level. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed.
func (o office) saveLevel(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := page.AdminMemberLevelEdit{
		ID: max(frame.Number(c.Query("id")), 0), Version: frame.Number(c.PostForm("version")), Name: strings.TrimSpace(c.PostForm("name")),
		Note: strings.TrimSpace(c.PostForm("note")), Growth: strings.TrimSpace(c.PostForm("growthFrom")), Freight: strings.TrimSpace(c.PostForm("freeFreightFrom")),
		Comment: strings.TrimSpace(c.PostForm("commentGrowth")), MemberPrice: c.PostForm("memberPrice") != "", Birthday: c.PostForm("birthday") != "",
	}
	wish, err := o.wish(typed)
	if err == nil {
		_, err = o.desk.SaveLevel(c.Request.Context(), wish, by)
	}
	if err == nil {
		o.frame.Flash(c, page.FlashSuccess, "people.level_saved")
		c.Redirect(http.StatusSeeOther, "/member/levels.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, member.ErrNoLevel) {
		return err
	}
	if typed.ID != 0 {
		now, findErr := o.level(c, typed.ID)
		if findErr != nil {
			return findErr
		}
		typed.Default = now.Default
		if errors.Is(err, member.ErrEditedMeantime) {
			present := levelShown(now)
			typed.Present, typed.Version = &present, now.Version
		}
	}
	return o.showLevel(c, apperr.From(err).Kind.Status(), typed, o.frame.Wrong(c, err))
}

// wish reads the form of a level, by the rules of the API.
func (o office) wish(typed page.AdminMemberLevelEdit) (member.LevelRule, error) {
	freight, err := money.ReadYuan(typed.Freight)
	if err != nil {
		return member.LevelRule{}, apperr.ErrInvalid.WithField("freeFreightFrom", "invalid").Wrap(err)
	}
	in := memberapi.NewLevel{
		ID: typed.ID, Version: typed.Version, Name: typed.Name, Note: typed.Note, GrowthFrom: frame.Number(typed.Growth), FreeFreightFrom: freight,
		CommentGrowth: frame.Number(typed.Comment), MemberPrice: typed.MemberPrice, Birthday: typed.Birthday,
	}
	if err := o.decode.Check(&in); err != nil {
		return member.LevelRule{}, err
	}
	wish := member.LevelRule{CommentGrowth: in.CommentGrowth, Birthday: in.Birthday, Note: in.Note, Version: in.Version}
	wish.Level = member.Level{ID: in.ID, Name: in.Name, GrowthPoint: in.GrowthFrom, FreeFreightFrom: in.FreeFreightFrom, MemberPrice: in.MemberPrice}
	return wish, nil
}
