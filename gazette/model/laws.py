"""The names of codes, laws and ordinances as a table: cited by name alone, only the table says where the name ends."""

import re

CODES = """
dân sự · hình sự · tố tụng dân sự · tố tụng hình sự · lao động · hàng hải Việt Nam · hàng hải
"""

LAWS = """
an ninh mạng · an ninh quốc gia · an toàn, vệ sinh lao động · an toàn thông tin mạng · an toàn thực phẩm · án phí, lệ phí Tòa án
ban hành quyết định hành chính · ban hành văn bản quy phạm pháp luật · ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân
bảo hiểm tiền gửi · bảo hiểm xã hội · bảo hiểm y tế · bảo vệ bí mật nhà nước · bảo vệ, chăm sóc và giáo dục trẻ em · bảo vệ dữ liệu cá nhân
bảo vệ môi trường · bảo vệ quyền lợi người tiêu dùng · bảo vệ sức khỏe nhân dân · bảo vệ và kiểm dịch thực vật · bảo vệ và phát triển rừng
bầu cử đại biểu Hội đồng nhân dân · bầu cử đại biểu Quốc hội · bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân · biên giới quốc gia
biên phòng Việt Nam · biển Việt Nam · bình đẳng giới · bưu chính · căn cước · căn cước công dân · cạnh tranh · cán bộ, công chức · chăn nuôi
chất lượng sản phẩm, hàng hóa · chính quyền địa phương · chuyển giao công nghệ · chứng khoán · công an nhân dân · công chứng · công đoàn
công nghệ cao · công nghệ thông tin · công nghiệp công nghệ số · công nghiệp quốc phòng, an ninh và động viên công nghiệp · công chức, viên chức
Cảnh sát biển Việt Nam · Cảnh sát cơ động · cảnh vệ · cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài · cơ yếu
công ty · cư trú · dạy nghề · dân quân tự vệ · dầu khí · di sản văn hóa · doanh nghiệp · doanh nghiệp nhà nước · doanh nghiệp tư nhân · du lịch
dự trữ quốc gia · dược · dẫn độ · dữ liệu · đa dạng sinh học · đất đai · đầu tư · đầu tư công · đầu tư nước ngoài tại Việt Nam
đầu tư theo phương thức đối tác công tư · đấu giá tài sản · đấu thầu · đặc xá · điện ảnh · điện lực · điều ước quốc tế · địa chất và khoáng sản
đê điều · đo đạc và bản đồ · đường bộ · đường sắt · đơn vị hành chính - kinh tế đặc biệt · giá · giám định tư pháp · giao dịch điện tử
giao thông đường bộ · giao thông đường thủy nội địa · giáo dục · giáo dục đại học · giáo dục nghề nghiệp · giáo dục quốc phòng và an ninh
giáo dục quốc phòng - an ninh · hải quan · hàng không dân dụng Việt Nam · hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác
hiến, lấy, ghép mô, bộ phận cơ thể người · hóa chất · hòa giải ở cơ sở · hòa giải, đối thoại tại Tòa án · hoạt động chữ thập đỏ
hoạt động giám sát của Quốc hội · hoạt động giám sát của Quốc hội và Hội đồng nhân dân · hôn nhân và gia đình · hộ tịch · hợp tác xã
hỗ trợ doanh nghiệp nhỏ và vừa · hỗ trợ tư pháp · kế toán · kế toán và thống kê · khám bệnh, chữa bệnh · khí tượng thủy văn · khiếu nại · khiếu nại, tố cáo
khoa học và công nghệ · khoa học, công nghệ và đổi mới sáng tạo · khoáng sản · khuyến khích đầu tư trong nước · kiểm toán độc lập · kiểm toán nhà nước
kiến trúc · kinh doanh bảo hiểm · kinh doanh bất động sản · kiểm sát viên Viện kiểm sát nhân dân · lâm nghiệp · lao động tại các vùng · luật sư
lưu trữ · lý lịch tư pháp · lực lượng dự bị động viên · lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở · Mặt trận Tổ quốc Việt Nam
Ngân hàng Nhà nước · Ngân hàng Nhà nước Việt Nam · ngân sách nhà nước · nghĩa vụ lao động công ích · nghĩa vụ quân sự · nhà ở · nhà giáo
nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam · người cao tuổi · người khuyết tật · người tàn tật
người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng · nuôi con nuôi · năng lượng nguyên tử · nông nghiệp · nhập cảnh, xuất cảnh, cư trú, đi lại của người nước ngoài tại Việt Nam
phá sản · phá sản doanh nghiệp · phòng, chống bạo lực gia đình · phòng, chống bệnh truyền nhiễm · phòng, chống khủng bố · phòng, chống ma túy · phòng, chống mại dâm
phòng, chống mua bán người · phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người (HIV/AIDS) · phòng, chống rửa tiền
phòng, chống tác hại của rượu, bia · phòng, chống tác hại của thuốc lá · phòng, chống tham nhũng · phòng, chống thiên tai · phòng bệnh
phòng cháy và chữa cháy · phòng cháy, chữa cháy và cứu nạn, cứu hộ · phòng không nhân dân · phổ biến, giáo dục pháp luật · phổ cập giáo dục tiểu học
phí và lệ phí · phục hồi, phá sản · quản lý, sử dụng tài sản công · quản lý, sử dụng tài sản nhà nước · quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ
quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp · quản lý và đầu tư vốn nhà nước tại doanh nghiệp · quản lý ngoại thương
quản lý nợ công · quản lý thị trường · quản lý thuế · quảng cáo · quốc phòng · quốc tịch Việt Nam · quy hoạch · quy hoạch đô thị · quy hoạch đô thị và nông thôn
sĩ quan Quân đội nhân dân Việt Nam · quân nhân chuyên nghiệp, công nhân và viên chức quốc phòng · quyền lập hội · sở hữu trí tuệ · sử dụng năng lượng tiết kiệm và hiệu quả
tài nguyên, môi trường biển và hải đảo · tài nguyên nước · tần số vô tuyến điện · tạm giữ, tạm giam · thanh niên · thanh tra · thể dục, thể thao · thi đua, khen thưởng
thi hành án dân sự · thi hành án hình sự · thi hành tạm giữ, tạm giam và cấm đi khỏi nơi cư trú · thỏa thuận quốc tế · thống kê · thủ đô · thú y · thuế bảo vệ môi trường
thuế chuyển quyền sử dụng đất · thuế doanh thu · thuế giá trị gia tăng · thuế lợi tức · thuế nhà, đất · thuế sử dụng đất nông nghiệp · thuế sử dụng đất phi nông nghiệp
thuế tài nguyên · thuế thu nhập cá nhân · thuế thu nhập doanh nghiệp · thuế tiêu thụ đặc biệt · thuế xuất khẩu, thuế nhập khẩu · thuế đối với người có thu nhập cao
thủy lợi · thủy sản · thư viện · thực hành tiết kiệm, chống lãng phí · thực hiện dân chủ ở cơ sở · thực hiện dân chủ ở xã, phường, thị trấn · thương mại · thủ tục giải quyết các vụ án hành chính
tiếp cận thông tin · tiếp công dân · tiêu chuẩn và quy chuẩn kỹ thuật · tín ngưỡng, tôn giáo · tố cáo · tố tụng hành chính · tổ chức chính phủ
tổ chức chính quyền địa phương · tổ chức cơ quan điều tra hình sự · tổ chức Hội đồng nhân dân và Ủy ban nhân dân · tổ chức HĐND và UBND · tổ chức Quốc hội
tổ chức Tòa án nhân dân · tổ chức Tòa án quân sự · tổ chức Viện kiểm sát quân sự · các tổ chức tín dụng · các công cụ chuyển nhượng · thuế GTGT · thuế TNDN · thuế TTĐB · thuế TNCN
về sĩ quan Quân đội nhân dân Việt Nam · ban hành văn bản pháp luật · thi hành tạm giữ, tạm giam · phòng thủ dân sự · lực lượng Cảnh sát biển Việt Nam · thương phiếu · tổ chức chính quyền đô thị · NSNN · NHNN
thuế thu nhập đối với người có thu nhập cao · phát hành công trái xây dựng Tổ quốc · bảo vệ công trình quốc phòng và khu quân sự · bảo vệ bí mật Nhà nước
 tổ chức Viện kiểm sát nhân dân · tòa án nhân dân · trách nhiệm bồi thường của Nhà nước · tham gia lực lượng gìn giữ hòa bình của Liên hợp quốc
trật tự, an toàn giao thông đường bộ · trẻ em · trí tuệ nhân tạo · trồng trọt · trọng tài thương mại · trợ giúp pháp lý · trưng cầu ý dân · trưng mua, trưng dụng tài sản
truy nã tội phạm · tư pháp người chưa thành niên · tương trợ tư pháp · tương trợ tư pháp về hình sự · tương trợ tư pháp về dân sự · ưu đãi người có công với cách mạng
viên chức · việc làm · viễn thông · bưu chính, viễn thông · vệ sinh an toàn thực phẩm · xây dựng · xuất bản · xuất cảnh, nhập cảnh của công dân Việt Nam
xử lý vi phạm hành chính · xử phạt vi phạm hành chính · bảo vệ công trình quan trọng liên quan đến an ninh quốc gia · chi phí giám định, định giá · chi phí tố tụng
chống bán phá giá hàng hóa nhập khẩu vào Việt Nam · dân số · động viên công nghiệp · giống cây trồng · giống vật nuôi · ngoại hối · phí, lệ phí · quản lý, sử dụng vũ khí, vật liệu nổ, công cụ hỗ trợ
thủ tục bắt giữ tàu bay · thủ tục bắt giữ tàu biển · công an xã · cảnh sát môi trường · cựu chiến binh · hành nghề y, dược tư nhân · khai thác và bảo vệ công trình thủy lợi
phòng, chống lụt, bão · trình tự, thủ tục xem xét, quyết định áp dụng các biện pháp xử lý hành chính tại Tòa án nhân dân · bảo vệ công trình giao thông · cán bộ công chức
pháp điển hệ thống quy phạm pháp luật · hợp nhất văn bản quy phạm pháp luật · hợp đồng kinh tế · trọng tài kinh tế · thẩm phán và Hội thẩm Tòa án nhân dân · thuế nông nghiệp · đê điều và phòng, chống lụt bão
"""

_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẹ": "ọe",
    "uỷ": "ủy", "uý": "úy", "uỳ": "ùy", "uỵ": "ụy", "uỹ": "ũy",
}  # fmt: skip


def one_spelling(text: str) -> str:
    """*text* in small letters with one way to place the tone marks; as many characters as before."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for old, new in _TONES.items():
        small = small.replace(old, new)
    return small


def _pattern(*tables: str) -> re.Pattern[str]:
    names = {one_spelling(name.strip()) for table in tables for name in re.split(r"·|\n", table) if name.strip()}
    words = (re.escape(name).replace(r"\ ", r"\s+").replace(",", r"\s?,?") for name in sorted(names, key=len, reverse=True))
    return re.compile("(?:" + "|".join(words) + r")(?!\w)")


_CODES = _pattern(CODES)
_LAWS = _pattern(LAWS)


def name_end(text: str, at: int, *, code: bool = False) -> int | None:
    """Where the longest known name that begins at *at* in *text* (already in ``one_spelling``) ends; None when none begins there."""
    found = (_CODES if code else _LAWS).match(text, at)
    return found.end() if found else None
