package item

import "strings"

// tracking are the parameters that say how a reader came to a page and nothing
// of which page it is, with where each group is from. A parameter that selects
// content on any site that this program reads is not in here: id, p, page, v,
// ref (a branch or a revision), s, type.
var tracking = []struct {
	from   string
	params string
}{
	{"Google Analytics and Ads", "_ga _gl gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid srsltid"},
	{"Facebook and Instagram", "fbclid igshid igsh fb_action_ids fb_action_types fb_source fb_ref mibextid"},
	{"X", "twclid ref_src ref_url"},
	{"Microsoft Advertising, Clarity, Bing", "msclkid cvid ocid"},
	{"LinkedIn, TikTok, Pinterest, Reddit, Snapchat", "li_fat_id trk trackingid ttclid epik rdt_cid sccid"},
	{"Yandex, Zalando, Outbrain, Taboola", "yclid ysclid wickedid obclid tblci"},
	{"Mailchimp, HubSpot, Marketo, Klaviyo, Drip, Vero, Substack", "mc_cid mc_eid mc_tc hsctatracking hsenc _hsenc hsmi _hsmi __hssc __hstc __hsfp mkt_tok _kx __s vero_conv vero_id isfreemail triedredirect"},
	{"Matomo, Piwik, Adobe, Webtrends, AT Internet", "mtm_campaign mtm_keyword mtm_kwd mtm_source mtm_medium mtm_content mtm_cid mtm_group mtm_placement pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid piwik_campaign piwik_kwd s_cid s_kwcid ef_id wt.mc_id xtor at_medium at_campaign"},
	{"Medium", "source_medium sk"},
	{"Alibaba (Taobao, Aliyun, Tmall): spm, scm and what goes with it", "spm scm spm_id_from from_spmid pvid algo_pvid algo_expid aliyun_from"},
	{"Bilibili", "vd_source share_source share_medium share_plat share_session_id share_tag share_times share_from unique_k buvid is_story_h5 from_source bbid plat_id launch_id seid"},
	{"Baidu", "hmsr hmpl hmcu hmkw hmci bd_vid eqid"},
	{"Zhihu, CSDN, Juejin", "utm_id utm_psn utm_oi ops_request_misc request_id biz_id spm1 depth_1-utm_source searchid"},
	{"Weibo, Douban, Tieba, Toutiao", "weibo_id wfr tt_from app_log share_token tt_group_id use_new_style share_did share_uid"},
	{"WeChat, also on pages of others that were shared in it", "scene chksm subscene clicktime enterid sessionid ascene devicetype nettype abtest_cookie exportkey pass_ticket wx_header wx_lang isappinstalled mpshare srcid sharer_shareid sharer_shareinfo sharer_shareinfo_first share_scene poc_token rd2werd"},
	{"share buttons everywhere", "from share_id share_uuid sharer sharefrom share_type share_channel sharetype sharesource share_code nsukey"},
}

// trackingPrefixes are groups of parameters that share a beginning.
var trackingPrefixes = []string{
	"utm_",     // Urchin, now Google Analytics; everybody's
	"share_",   // Bilibili, Toutiao, Zhihu and others
	"sharer_",  // WeChat
	"depth_1-", // CSDN: depth_1-utm_source=…
}

var trackingParams = func() map[string]bool {
	all := make(map[string]bool)
	for _, group := range tracking {
		for name := range strings.FieldsSeq(group.params) {
			all[name] = true
		}
	}
	return all
}()

// isTracking reports whether a parameter, as canonical addresses spell it,
// only says how a reader came to the page.
func isTracking(name string) bool {
	name = lowerASCII(name)
	if trackingParams[name] {
		return true
	}
	for _, prefix := range trackingPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
